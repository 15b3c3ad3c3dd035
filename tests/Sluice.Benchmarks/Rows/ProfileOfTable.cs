using System.Text.Json;
using DuckDB.NET.Data;
using Sluice.Analytics;
using Sluice.Analytics.Model;
using Sluice.Analytics.Requests;
using Sluice.Benchmarks.Comparing;
using Sluice.Benchmarks.Lakes;
using Sluice.DuckDb;
using Sluice.DuckDb.Instance;

namespace Sluice.Benchmarks.Rows;

/// <summary>
/// The profile of all rows, made anew each time, beside <c>SUMMARIZE</c> of a copy of the same table in a DuckDB with default settings,
/// which has no histograms and no frequent values.
/// </summary>
/// <param name="workspace">The workspace.</param>
internal sealed class ProfileOfTable(Workspace workspace) : Comparison
{
    /// <summary>The row's key.</summary>
    public const string RowKey = "profile";

    private DuckDbWarehouse? warehouse;
    private DuckDBConnection? peer;
    private long rows;

    /// <inheritdoc/>
    public override string Key => RowKey;

    /// <inheritdoc/>
    public override string Name => $"profile of {workspace.Options.Rows:N0} rows";

    /// <inheritdoc/>
    public override string PeerName => "SUMMARIZE in DuckDB";

    /// <inheritdoc/>
    public override Limit Limit => new(2.0);

    /// <inheritdoc/>
    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var expected = await workspace.GenerateAsync(workspace.Options.Rows, cancellationToken);
        var storage = new FolderLake(workspace.NewPath("lake"));
        await storage.PutAsync(AdsLake.File, workspace.Ads(workspace.Options.Rows), cancellationToken);
        var (file, copy) = (workspace.NewPath("own.duckdb"), workspace.NewPath("peer.duckdb"));
        await using (var own = await OwnWarehouse.OpenAsync(file, AdsLake.Merged, storage, cancellationToken))
        {
            await own.LoadAsync(AdsLake.File, expected, cancellationToken);
        }

        rows = expected.Good;
        File.Copy(file, copy);
        peer = new DuckDBConnection("DataSource=:memory:");
        peer.Open();
        peer.Execute($"ATTACH {Sql.Literal(copy)} AS warehouse (READ_ONLY)");
        warehouse = DuckDbWarehouse.Open(file);
    }

    /// <inheritdoc/>
    public override async Task<double> RunOwnAsync(CancellationToken cancellationToken)
    {
        // Another service knows no earlier profile.
        var model = AnalyticsModel.From(AdsLake.Merged);
        using var service = new AnalyticsService(model, warehouse!.Queries, new QueryLimits(), TimeProvider.System);
        ProfileDocument? profile = null;
        var milliseconds = await Measured.MillisecondsAsync(
            async () => profile = await service.ProfileAsync(model.Find("ads")!, cancellationToken));
        Check(JsonElement.Parse(profile!.Body.Span).GetProperty("rows").GetInt64());
        return milliseconds;
    }

    /// <inheritdoc/>
    public override async Task<double> RunPeerAsync(CancellationToken cancellationToken)
    {
        var found = 0L;
        var milliseconds = await Measured.MillisecondsAsync(() =>
        {
            using var command = peer!.CreateCommand();
            command.CommandText = "SUMMARIZE warehouse.lake.ads";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                found = reader.GetInt64(reader.GetOrdinal("count"));
            }

            return Task.CompletedTask;
        });
        Check(found);
        return milliseconds;
    }

    /// <inheritdoc/>
    protected override async ValueTask CloseAsync()
    {
        peer?.Dispose();
        await (warehouse?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private void Check(long found)
    {
        if (found != rows)
        {
            throw new InvalidOperationException($"There are {rows} rows, and {found} were found.");
        }
    }
}
