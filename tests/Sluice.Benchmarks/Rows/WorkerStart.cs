using Sluice.Benchmarks.Comparing;
using Sluice.Benchmarks.Workers;

namespace Sluice.Benchmarks.Rows;

/// <summary>
/// The start of the worker's process up to its first 200 for its health, for which it has reached lake and warehouse. Beside it, an
/// isolated worker app that has nothing to reach. Both are published, and have started once before.
/// </summary>
/// <param name="workspace">The workspace.</param>
internal sealed class WorkerStart(Workspace workspace) : Comparison
{
    /// <summary>The row's key.</summary>
    public const string RowKey = "start";

    private WorkerApp? own;
    private WorkerApp? peer;
    private HostStandIn? host;

    /// <inheritdoc/>
    public override string Key => RowKey;

    /// <inheritdoc/>
    public override string Name => "worker start to first 200";

    /// <inheritdoc/>
    public override string PeerName => "an empty isolated worker app";

    /// <inheritdoc/>
    public override Limit Limit => new(1.3);

    /// <inheritdoc/>
    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        own = new WorkerApp(workspace.NewPath("own"), "Sluice.Functions.dll", "Health", "/api/health", new Dictionary<string, string>
        {
            ["LakeStorage"] = await workspace.StorageConnectionStringAsync(cancellationToken),
            ["Warehouse__Provider"] = "DuckDb",
            ["SweepSchedule"] = "0 0 * * * *",
            ["Warehouse__ConnectionString"] = workspace.NewPath("start.duckdb"),
        });
        peer = new WorkerApp(
            workspace.NewPath("empty"), "Sluice.Benchmarks.EmptyWorker.dll", "Ping", "/api/ping", new Dictionary<string, string>());
        await Publication.PublishAsync(RepositoryRoot.Of("src", "Sluice.Functions"), own.Folder, cancellationToken);
        await Publication.PublishAsync(RepositoryRoot.Of("tests", "Sluice.Benchmarks.EmptyWorker"), peer.Folder, cancellationToken);
        host = await HostStandIn.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<double> RunOwnAsync(CancellationToken cancellationToken) => host!.MeasureAsync(own!, cancellationToken);

    /// <inheritdoc/>
    public override Task<double> RunPeerAsync(CancellationToken cancellationToken) => host!.MeasureAsync(peer!, cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask CloseAsync() => await (host?.DisposeAsync() ?? ValueTask.CompletedTask);
}
