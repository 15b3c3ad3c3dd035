using DuckDB.NET.Data;
using Sluice.Benchmarks.Comparing;
using Sluice.DuckDb.Instance;

namespace Sluice.Benchmarks.Http;

/// <summary>The same SQL in DuckDB with default settings, on a copy of the same file, read row by row.</summary>
internal sealed class PeerQueries : IDisposable
{
    private readonly DuckDBConnection connection = new("DataSource=:memory:");

    /// <summary>Opens the copy.</summary>
    public PeerQueries(string copy)
    {
        connection.Open();
        connection.Execute($"ATTACH {Sql.Literal(copy)} AS warehouse (READ_ONLY)");
    }

    /// <summary>The key in the middle of the ads.</summary>
    public long FindKey() => connection.Count("SELECT CAST(median(id) AS BIGINT) FROM warehouse.lake.ads");

    /// <summary>The median time of a query in milliseconds.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="duration">For how long it is repeated.</param>
    public async Task<double> MeasureAsync(string sql, TimeSpan duration)
    {
        List<double> times = [];
        var total = 0.0;
        while (total < duration.TotalMilliseconds || times.Count < 3)
        {
            var time = await Measured.MillisecondsAsync(() =>
            {
                Read(sql);
                return Task.CompletedTask;
            });
            times.Add(time);
            total += time;
        }

        return times.Order().ElementAt(times.Count / 2);
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private void Read(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        var values = new object[reader.FieldCount];
        while (reader.Read())
        {
            reader.GetValues(values);
        }
    }
}
