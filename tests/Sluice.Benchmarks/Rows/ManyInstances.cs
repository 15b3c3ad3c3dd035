using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Benchmarks.Comparing;
using Sluice.Benchmarks.Lakes;
using Sluice.Benchmarks.Latency;
using Sluice.DuckDb;
using Sluice.Ledger;
using Sluice.Loading;

namespace Sluice.Benchmarks.Rows;

/// <summary>
/// Four instances that take files off one queue, as instances of the app take the events of uploads, beside one instance. Each loads
/// four files at a time, and each request to the storage or the database takes 30 ms. So the measure shows how loads wait for each
/// other.
/// </summary>
/// <param name="workspace">The workspace.</param>
internal sealed class ManyInstances(Workspace workspace) : Comparison
{
    /// <summary>The row's key.</summary>
    public const string RowKey = "instances";

    private const int Instances = 4;
    private const int Files = 400;
    private const int FilesAtATime = 4;
    private const int RowsOfAFile = 50;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(30);

    private readonly FolderLake storage = new(workspace.NewPath("lake"));

    /// <inheritdoc/>
    public override string Key => RowKey;

    /// <inheritdoc/>
    public override string Name => $"{Instances} instances on {Files} files, {Latency.TotalMilliseconds:0} ms a request";

    /// <inheritdoc/>
    public override string PeerName => "1 instance";

    /// <inheritdoc/>
    public override int WarmUps => 0;

    /// <inheritdoc/>
    public override Limit Limit => new(1 / 3.2);

    /// <inheritdoc/>
    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await workspace.GenerateAsync(RowsOfAFile, cancellationToken);
        for (var file = 0; file < Files; file++)
        {
            await storage.PutAsync(PathOf(file), workspace.Ads(RowsOfAFile), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override Task<double> RunOwnAsync(CancellationToken cancellationToken) => RunAsync(Instances, cancellationToken);

    /// <inheritdoc/>
    public override Task<double> RunPeerAsync(CancellationToken cancellationToken) => RunAsync(1, cancellationToken);

    private static string PathOf(int file) => $"data/ads/{file}.csv";

    private async Task<double> RunAsync(int instances, CancellationToken cancellationToken)
    {
        await using var warehouse = DuckDbWarehouse.Open(workspace.NewPath("instances.duckdb"));
        await warehouse.PrepareAsync(AdsLake.Appended, cancellationToken);
        var queue = new ConcurrentQueue<string>(Enumerable.Range(0, Files).Select(PathOf));
        return await Measured.MillisecondsAsync(
            () => Task.WhenAll(Enumerable.Range(0, instances).Select(_ => WorkAsync(queue, warehouse, cancellationToken))));
    }

    private async Task WorkAsync(ConcurrentQueue<string> queue, DuckDbWarehouse warehouse, CancellationToken cancellationToken)
    {
        var loader = new Loader(
            AdsLake.Appended, new SlowLake(storage, Latency), new SlowWarehouse(warehouse, Latency), new LoaderOptions(),
            TimeProvider.System,
            NullLogger<Loader>.Instance);
        await Task.WhenAll(Enumerable.Range(0, FilesAtATime).Select(_ => LoadAllAsync()));

        async Task LoadAllAsync()
        {
            while (queue.TryDequeue(out var path))
            {
                var load = await loader.LoadAsync(path, LoadTrigger.Blob, progress: null, cancellationToken);
                if (load.State != LoadState.Loaded)
                {
                    throw new InvalidOperationException($"{path} was not loaded: {load.State}, {load.Error}");
                }
            }
        }
    }
}
