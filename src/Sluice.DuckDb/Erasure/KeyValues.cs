using System.Globalization;
using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.DuckDb.Schema;
using Sluice.Lake.Schema;
using Sluice.Lake.Definition;
using Sluice.Warehouse;

namespace Sluice.DuckDb.Erasure;

/// <summary>Values of fields, as they are compared in statements and read from their rows.</summary>
internal static class KeyValues
{
    /// <summary>The condition that a row of <c>t</c> has the values of the parameters.</summary>
    public static string Match(Dataset dataset, FieldValues values) => string.Join(
        " AND ", values.Fields.Select((field, i) =>
        {
            var type = FieldValues.ColumnOf(dataset, field);
            var value = type.Kind == ColumnKind.Text ? $"decode(${Name(i)})" : $"CAST(${Name(i)} AS {TableColumn.TypeOf(type)})";
            return $"t.{Sql.Quote(field)} = {value}";
        }));

    /// <summary>The parameters of <see cref="Match"/>.</summary>
    public static (string Name, object? Value)[] Parameters(FieldValues values) =>
        [.. values.Values.Select((value, i) => (Name(i), value switch
        {
            string text => Sql.Utf8(text),
            decimal number => number.ToString(CultureInfo.InvariantCulture),
            _ => (object?)value,
        }))];

    /// <summary>The value of a column of the current row. A decimal is read as a text.</summary>
    public static object Read(DuckDBDataReader reader, int column, ColumnKind kind) => kind switch
    {
        ColumnKind.Text => reader.GetString(column),
        ColumnKind.Int64 => reader.GetInt64(column),
        ColumnKind.Decimal => Decimal(reader.GetString(column)),
        ColumnKind.Double => reader.GetDouble(column),
        ColumnKind.Boolean => reader.GetBoolean(column),
        ColumnKind.Date => reader.GetFieldValue<DateOnly>(column),
        ColumnKind.Time => reader.GetFieldValue<TimeOnly>(column),
        _ => reader.GetDateTime(column),
    };

    private static string Name(int number) => $"value{number.ToString(CultureInfo.InvariantCulture)}";

    private static decimal Decimal(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0
            ? KeyDecimal.From(Int128.Parse(text, CultureInfo.InvariantCulture), 0)
            : KeyDecimal.From(
                Int128.Parse(text.Remove(point, 1), CultureInfo.InvariantCulture), text.Length - point - 1);
    }
}
