using System.Text.Json;
using DuckDB.NET.Data;
using Sluice.Benchmarks.Comparing;
using Sluice.Benchmarks.Lakes;
using Sluice.DuckDb.Instance;
using Sluice.Local.Hosting;
using Sluice.Local.Storage;

namespace Sluice.Benchmarks.Rows;

/// <summary>
/// A group-by of all rows over HTTP, answered as JSON, beside the same SQL on a copy of the same file: in a DuckDB with default
/// settings, read row by row.
/// </summary>
/// <param name="workspace">The workspace.</param>
internal sealed class GroupByOverHttp(Workspace workspace) : Comparison
{
    /// <summary>The row's key.</summary>
    public const string RowKey = "http";

    private const string Request =
        "/api/data/ads?$apply=groupby((category,city),aggregate(price with sum as total,price with max as dearest,$count as ads))";

    private const string Query =
        "SELECT category, city, sum(price) AS total, max(price) AS dearest, count(*) AS ads "
        + "FROM warehouse.lake.ads GROUP BY category, city";

    private readonly HttpClient http = new();
    private LocalHost? host;
    private DuckDBConnection? peer;

    /// <inheritdoc/>
    public override string Key => RowKey;

    /// <inheritdoc/>
    public override string Name => $"group-by over {workspace.Options.Rows:N0} rows through HTTP";

    /// <inheritdoc/>
    public override string PeerName => "the same SQL in DuckDB";

    /// <inheritdoc/>
    public override Limit Limit => new(1.2, Allowance: 5);

    /// <inheritdoc/>
    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var expected = await workspace.GenerateAsync(workspace.Options.Rows, cancellationToken);
        var storage = new FolderLake(workspace.NewPath("lake"));
        await storage.PutAsync(AdsLake.File, workspace.Ads(workspace.Options.Rows), cancellationToken);
        var (file, copy) = (workspace.NewPath("own.duckdb"), workspace.NewPath("peer.duckdb"));
        await using (var warehouse = await OwnWarehouse.OpenAsync(file, AdsLake.Merged, storage, cancellationToken))
        {
            await warehouse.LoadAsync(AdsLake.File, expected, cancellationToken);
        }

        File.Copy(file, copy);
        peer = new DuckDBConnection("DataSource=:memory:");
        peer.Open();
        peer.Execute($"ATTACH {Sql.Literal(copy)} AS warehouse (READ_ONLY)");

        host = await LocalHost.OpenAsync(
            new LocalOptions
            {
                Home = new LocalHome(workspace.NewPath("home")),
                Lake = Workspace.SampleLake,
                Warehouse = file,
            },
            new ServeOptions(Port: 0, Sweep: false),
            cancellationToken);
        await host.StartAsync(cancellationToken);
        http.BaseAddress = new Uri(host.Url);
        await CheckAsync(expected.Good, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<double> RunOwnAsync(CancellationToken cancellationToken) =>
        Measured.MillisecondsAsync(() => http.GetByteArrayAsync(Request, cancellationToken));

    /// <inheritdoc/>
    public override Task<double> RunPeerAsync(CancellationToken cancellationToken) => Measured.MillisecondsAsync(() =>
    {
        ReadPeer();
        return Task.CompletedTask;
    });

    /// <inheritdoc/>
    protected override async ValueTask CloseAsync()
    {
        http.Dispose();
        peer?.Dispose();
        await (host?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private (int Groups, long Rows) ReadPeer()
    {
        using var command = peer!.CreateCommand();
        command.CommandText = Query;
        using var reader = command.ExecuteReader();
        var (groups, rows) = (0, 0L);
        var values = new object[reader.FieldCount];
        while (reader.Read())
        {
            reader.GetValues(values);
            groups++;
            rows += (long)values[4];
        }

        return (groups, rows);
    }

    // Both sides must have the same groups, of all rows.
    private async Task CheckAsync(long rows, CancellationToken cancellationToken)
    {
        using var answer = JsonDocument.Parse(await http.GetByteArrayAsync(Request, cancellationToken));
        var groups = answer.RootElement.GetProperty("value").EnumerateArray().Select(g => g.GetProperty("ads").GetInt64()).ToList();
        var own = (groups.Count, groups.Sum());
        if (own != (ReadPeer().Groups, rows) || answer.RootElement.TryGetProperty("@odata.nextLink", out _))
        {
            throw new InvalidOperationException($"The answer has {own.Count} groups of {own.Item2} rows, the peer's {ReadPeer()}.");
        }
    }
}
