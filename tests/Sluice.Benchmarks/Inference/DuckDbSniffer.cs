using System.Globalization;
using DuckDB.NET.Data;

namespace Sluice.Benchmarks.Inference;

/// <summary>What DuckDB's sniffer makes of files.</summary>
internal sealed class DuckDbSniffer : IDisposable
{
    private readonly DuckDBConnection connection = new("DataSource=:memory:");

    /// <summary>Opens an empty database.</summary>
    public DuckDbSniffer() => connection.Open();

    /// <summary>The names and types of the columns of a file, or <see langword="null"/> if DuckDB cannot read it.</summary>
    public IReadOnlyList<(string Name, string Type)>? Sniff(string path)
    {
        try
        {
            return Query(
                $"DESCRIBE SELECT * FROM read_csv({Text(path)}, sample_size = -1)", r => (r.GetString(0), r.GetString(1)));
        }
        catch (DuckDBException)
        {
            return null;
        }
    }

    /// <summary>
    /// The number of values of a column that are not empty, that have a type, and that have the same text after they were read with it.
    /// </summary>
    public (long All, long Fit, long Kept)? Count(string path, string column, string type)
    {
        var name = $"\"{column.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        try
        {
            var sql = $"SELECT count({name}), count(try_cast({name} AS {type})), "
                + $"count(*) FILTER (WHERE try_cast({name} AS {type})::VARCHAR = trim({name})) "
                + $"FROM read_csv({Text(path)}, sample_size = -1, all_varchar = true)";
            return Query(sql, r => (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)))[0];
        }
        catch (DuckDBException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private List<T> Query<T>(string sql, Func<DuckDBDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = (DuckDBDataReader)command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static string Text(string path) =>
        string.Create(CultureInfo.InvariantCulture, $"'{path.Replace("'", "''", StringComparison.Ordinal)}'");
}
