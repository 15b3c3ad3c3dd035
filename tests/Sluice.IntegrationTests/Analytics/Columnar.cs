using System.Globalization;
using System.Numerics;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using DuckDB.NET.Data;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>
/// Reads Parquet with DuckDB and Arrow with its own library. A value is a string, long, <see cref="BigInteger"/> (a decimal without its
/// point), double, bool, DateOnly, TimeOnly, DateTime or <see langword="null"/>.
/// </summary>
internal static class Columnar
{
    /// <summary>The columns of Parquet with their types in DuckDB, and the rows.</summary>
    public static (IReadOnlyList<(string Name, string Type)> Columns, IReadOnlyList<object?[]> Rows) ReadParquet(byte[] file)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, file);
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            List<(string Name, string Type)> columns = [];
            Query(
                connection, $"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet('{path}'))",
                r => columns.Add((r.GetString(0), r.GetString(1))));
            List<object?[]> rows = [];
            Query(
                connection, $"SELECT {string.Join(", ", columns.Select(c => Sql(c.Name, c.Type)))} FROM read_parquet('{path}')",
                r => rows.Add([.. columns.Select((c, i) => r.IsDBNull(i) ? null : FromDuckDb(c.Type, r, i))]));
            return (columns, rows);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The columns of an Arrow stream with their types, and the rows.</summary>
    public static (IReadOnlyList<(string Name, IArrowType Type)> Columns, IReadOnlyList<object?[]> Rows) ReadArrow(byte[] stream)
    {
        using var reader = new ArrowStreamReader(new MemoryStream(stream));
        List<object?[]> rows = [];
        while (reader.ReadNextRecordBatch() is { } batch)
        {
            using (batch)
            {
                for (var i = 0; i < batch.Length; i++)
                {
                    rows.Add([.. batch.Arrays.Select(a => FromArrow(a, i))]);
                }
            }
        }

        return ([.. reader.Schema.FieldsList.Select(f => (f.Name, f.DataType))], rows);
    }

    private static void Query(DuckDBConnection connection, string sql, Action<DuckDBDataReader> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = (DuckDBDataReader)command.ExecuteReader();
        while (reader.Read())
        {
            read(reader);
        }
    }

    private static string Sql(string name, string type)
    {
        var quoted = $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        return type switch
        {
            "TIMESTAMP WITH TIME ZONE" => $"epoch_us({quoted})",
            "TIME WITH TIME ZONE" => $"CAST(CAST({quoted} AS TIME) AS VARCHAR)",
            _ when type == "DATE" || type.StartsWith("DECIMAL", StringComparison.Ordinal) => $"CAST({quoted} AS VARCHAR)",
            _ => quoted,
        };
    }

    private static object FromDuckDb(string type, DuckDBDataReader row, int i) => type switch
    {
        "TIMESTAMP WITH TIME ZONE" => DateTime.UnixEpoch.AddTicks(row.GetInt64(i) * TimeSpan.TicksPerMicrosecond),
        "TIME WITH TIME ZONE" => TimeOnly.Parse(row.GetString(i), CultureInfo.InvariantCulture),
        "DATE" => DateOnly.ParseExact(row.GetString(i), "yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ when type.StartsWith("DECIMAL", StringComparison.Ordinal) =>
            BigInteger.Parse(row.GetString(i).Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture),
        _ => row.GetValue(i),
    };

    private static object? FromArrow(IArrowArray array, int i) => array.IsNull(i) ? null : array switch
    {
        StringArray texts => texts.GetString(i),
        Int64Array numbers => numbers.GetValue(i),
        Decimal128Array decimals => new BigInteger(decimals.ValueBuffer.Span.Slice(i * 16, 16)),
        DoubleArray numbers => numbers.GetValue(i),
        BooleanArray truths => truths.GetValue(i),
        Date32Array dates => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(dates.GetValue(i)!.Value),
        Time64Array times => new TimeOnly(times.GetValue(i)!.Value * TimeSpan.TicksPerMicrosecond),
        TimestampArray times => DateTime.UnixEpoch.AddTicks(times.GetValue(i)!.Value * TimeSpan.TicksPerMicrosecond),
        _ => throw new InvalidOperationException(array.GetType().Name),
    };
}
