using Microsoft.Extensions.Logging;
using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>Loads every file whose newest version is not loaded yet. Safe for concurrent use.</summary>
public sealed partial class Sweeper
{
    private readonly LakeDefinition lake;
    private readonly ILakeStorage storage;
    private readonly IWarehouse warehouse;
    private readonly Loader loader;
    private readonly LoaderOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<Sweeper> logger;

    /// <summary>Creates a sweeper.</summary>
    public Sweeper(
        LakeDefinition lake, ILakeStorage storage, IWarehouse warehouse, Loader loader, LoaderOptions options, TimeProvider time,
        ILogger<Sweeper> logger)
    {
        this.lake = lake;
        this.storage = storage;
        this.warehouse = warehouse;
        this.loader = loader;
        this.options = options;
        this.time = time;
        this.logger = logger;
    }

    /// <summary>Sweeps once: lists each dataset's prefix, compares with the ledger, and loads what differs, the largest files first.</summary>
    public async Task<SweepResult> SweepAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var waiting = new List<LakeFile>();
        var (files, unchanged) = (0, 0);
        foreach (var dataset in lake.Datasets)
        {
            var known = await warehouse.ReadFilesAsync(dataset.Name, cancellationToken);
            await foreach (var file in storage.ListAsync(dataset.Path.Container, dataset.Path.Prefix, cancellationToken))
            {
                if (!dataset.Path.Matches(file.Path[(dataset.Path.Container.Length + 1)..]))
                {
                    continue;
                }

                files++;
                if (known.TryGetValue(file.Path, out var record) && record.ETag == file.ETag && record.State is LoadState.Loaded or LoadState.Refused)
                {
                    unchanged++;
                }
                else
                {
                    waiting.Add(file);
                }
            }
        }

        waiting.Sort((a, b) => b.Length.CompareTo(a.Length));
        var loads = await LoadAllAsync(waiting, cancellationToken);
        var result = new SweepResult
        {
            Files = files,
            Unchanged = unchanged + loads.Count(l => l.State == LoadState.Unchanged),
            Loaded = loads.Count(l => l.State == LoadState.Loaded),
            Refused = loads.Count(l => l.State == LoadState.Refused),
            Failed = loads.Count(l => l.State == LoadState.Failed),
            Busy = loads.Count(l => l.State is LoadState.Busy or LoadState.Superseded),
            Rows = loads.Sum(l => l.Rows),
            Rejected = loads.Sum(l => l.Rejected),
            Seconds = time.GetElapsedTime(started).TotalSeconds,
        };
        LogSwept(result.Files, result.Loaded, result.Refused, result.Failed, result.Rows, result.Rejected);
        return result;
    }

    private async Task<IReadOnlyCollection<Load>> LoadAllAsync(List<LakeFile> files, CancellationToken cancellationToken)
    {
        var loads = new System.Collections.Concurrent.ConcurrentQueue<Load>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(files, parallel, async (file, token) =>
        {
            try
            {
                loads.Enqueue(await loader.LoadAsync(file.Path, LoadTrigger.Sweep, progress: null, token));
            }
            catch (FileNotFoundException)
            {
                LogGone(file.Path);
            }
        });
        return loads;
    }

    [LoggerMessage(20, LogLevel.Information, "Swept {Files} files: {Loaded} loaded, {Refused} refused, {Failed} failed; {Rows} rows, {Rejected} rejected")]
    private partial void LogSwept(int files, int loaded, int refused, int failed, long rows, long rejected);

    [LoggerMessage(21, LogLevel.Information, "{File} is gone since it was listed")]
    private partial void LogGone(string file);
}
