using System.Data;
using System.Data.SqlTypes;
using System.Globalization;
using Microsoft.Data.SqlClient;
using Sluice.Lake.Schema;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Loading;
using Sluice.SqlServer.Schema;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Erasure;

/// <summary>Values of fields, as they are compared in statements and read from their rows.</summary>
internal static class KeyValues
{
    private const string Hash = "key_hash";

    /// <summary>The condition that a row has the values of the parameters.</summary>
    /// <param name="table">The table.</param>
    /// <param name="fields">The fields with values.</param>
    /// <param name="alias">The alias of the row's table.</param>
    /// <remarks>
    /// T-SQL ignores spaces at the end when it compares texts, so their lengths are compared too. If the table has a hash of them, that
    /// finds the row by the primary key.
    /// </remarks>
    public static string Match(DatasetTable table, IReadOnlyList<string> fields, string alias)
    {
        var conditions = fields.Select((field, i) =>
        {
            var (column, value, type) = ($"{alias}.{Names.Quote(field)}", $"@{Name(i)}", FieldValues.ColumnOf(table.Dataset, field));
            return type.Kind switch
            {
                ColumnKind.Text => $"{column} = {value} AND DATALENGTH({column}) = DATALENGTH({value})",

                // Decimals of other types are compared after a conversion, which can round.
                ColumnKind.Decimal => $"{column} = CAST({value} AS {TableColumn.TypeOf(type)})",
                _ => $"{column} = {value}",
            };
        });
        return string.Join(
            " AND ", HasHash(table, fields) ? conditions.Prepend($"{alias}.{SystemColumns.Key} = @{Hash}") : conditions);
    }

    /// <summary>The parameters of <see cref="Match"/>.</summary>
    public static IEnumerable<Parameter> Parameters(DatasetTable table, IReadOnlyList<string> fields)
    {
        var parameters = fields.Select((field, i) => new Parameter(Name(i), FieldValues.ColumnOf(table.Dataset, field).Kind switch
        {
            ColumnKind.Text => SqlDbType.NVarChar,
            ColumnKind.Int64 => SqlDbType.BigInt,
            ColumnKind.Decimal => SqlDbType.Decimal,
            ColumnKind.Double => SqlDbType.Float,
            ColumnKind.Boolean => SqlDbType.Bit,
            ColumnKind.Date => SqlDbType.Date,
            ColumnKind.Time => SqlDbType.Time,
            _ => SqlDbType.DateTime2,
        }, FieldValues.ColumnOf(table.Dataset, field).Kind == ColumnKind.Text ? -1 : 0));
        return HasHash(table, fields) ? parameters.Append(Parameter.Bytes(Hash, KeyHasher.Length)) : parameters;
    }

    /// <summary>The values of the parameters.</summary>
    public static IEnumerable<(string Name, object? Value)> Bind(DatasetTable table, FieldValues values)
    {
        var bound = values.Values.Select((value, i) => (Name(i), value switch
        {
            DateOnly date => date.ToDateTime(TimeOnly.MinValue),
            TimeOnly time => time.ToTimeSpan(),
            _ => (object?)value,
        }));
        return HasHash(table, values.Fields)
            ? bound.Append((Hash, KeyHasher.Hash(table.HashedFields.Select(f => (string)values.Values[IndexOf(values.Fields, f)]))))
            : bound;
    }

    /// <summary>The value of a column of a row.</summary>
    public static object Read(SqlDataReader row, int column, ColumnKind kind) => kind switch
    {
        ColumnKind.Text => row.GetString(column),
        ColumnKind.Int64 => row.GetInt64(column),
        ColumnKind.Decimal => Decimal(row.GetSqlDecimal(column)),
        ColumnKind.Double => row.GetDouble(column),
        ColumnKind.Boolean => row.GetBoolean(column),
        ColumnKind.Date => DateOnly.FromDateTime(row.GetDateTime(column)),
        ColumnKind.Time => TimeOnly.FromTimeSpan(row.GetTimeSpan(column)),
        _ => row.GetDateTime(column),
    };

    private static bool HasHash(DatasetTable table, IReadOnlyList<string> fields) =>
        table.HasKeyHash && table.HashedFields.All(f => IndexOf(fields, f) >= 0);

    private static int IndexOf(IReadOnlyList<string> fields, string field) =>
        Enumerable.Range(0, fields.Count).FirstOrDefault(i => fields[i] == field, -1);

    private static string Name(int number) => $"value{number.ToString(CultureInfo.InvariantCulture)}";

    private static decimal Decimal(SqlDecimal value)
    {
        var parts = value.Data;
        var digits = (Int128)new UInt128(
            ((ulong)(uint)parts[3] << 32) | (uint)parts[2], ((ulong)(uint)parts[1] << 32) | (uint)parts[0]);
        return KeyDecimal.From(value.IsPositive ? digits : -digits, value.Scale);
    }
}
