using Microsoft.Extensions.Logging;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>Loads every file whose newest version is not loaded yet. Safe for concurrent use.</summary>
public sealed partial class Sweeper
{
    private readonly LakeDefinition lake;
    private readonly ILakeStorage storage;
    private readonly ILedgerReader ledger;
    private readonly Loader loader;
    private readonly ParallelLoads parallel;
    private readonly LoaderOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<Sweeper> logger;

    /// <summary>Creates a sweeper.</summary>
    public Sweeper(
        LakeDefinition lake, ILakeStorage storage, ILedgerReader ledger, Loader loader, LoaderOptions options, TimeProvider time,
        ILogger<Sweeper> logger)
    {
        this.lake = lake;
        this.storage = storage;
        this.ledger = ledger;
        this.loader = loader;
        parallel = new ParallelLoads(loader, options, logger);
        this.options = options;
        this.time = time;
        this.logger = logger;
    }

    /// <summary>
    /// Sweeps once: lists each dataset's files, compares them with the ledger, and loads what differs, the largest files first. Failed
    /// files are tried again when their pause is over. Then, where the dataset says so, reloads files whose rows are not current, and
    /// removes the rows of files that are gone.
    /// </summary>
    public async Task<SweepResult> SweepAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var telemetry = new SweepTelemetry();

        // First, because it makes files of abandoned loads due.
        await loader.EndAbandonedAsync(cancellationToken);
        var now = time.GetUtcNow();
        var backlog = new Backlog(lake);
        var stale = new StaleFiles();
        List<FileVersion> due = [];
        List<(Dataset Dataset, string Path)> gone = [];
        Dictionary<Dataset, FileVersion> newest = [];
        var (files, unchanged, waiting) = (0, 0, 0);
        foreach (var dataset in lake.Datasets)
        {
            var known = new Dictionary<string, FileRecord>(
                await ledger.ReadFilesAsync(dataset.Name, cancellationToken), StringComparer.Ordinal);
            await foreach (var file in storage.ListAsync(dataset.Path.Container, dataset.Path.Prefix, cancellationToken))
            {
                if (!dataset.Path.Matches(file.Path[(dataset.Path.Container.Length + 1)..]))
                {
                    continue;
                }

                files++;
                if (!newest.TryGetValue(dataset, out var other) || IsNewer(file, other))
                {
                    newest[dataset] = file;
                }

                known.Remove(file.Path, out var record);
                if (record is not null && Loader.IsDone(record, dataset, file, LoadTrigger.Sweep))
                {
                    unchanged++;
                    stale.Add(record, dataset, file);
                    continue;
                }

                backlog.Add(dataset, file);
                if (IsDue(record, file, now))
                {
                    due.Add(file);
                }
                else
                {
                    waiting++;
                }
            }

            if (dataset.OnDelete == DeletePolicy.Remove)
            {
                gone.AddRange(known.Values.Where(f => f.State is not LoadState.Removed).Select(f => (dataset, f.Path)));
            }
        }

        backlog.Record(now);
        due.Sort((a, b) => b.Length.CompareTo(a.Length));
        var again = stale.SelectStep();
        var loads = await parallel.LoadAsync(
            [.. due.Select(f => (f.Path, false)), .. again.Select(f => (f, true))], LoadTrigger.Sweep, cancellationToken);
        var removals = await RemoveAllAsync(gone, cancellationToken);
        var left = newest
            .Where(n => n.Key.WriteMode == WriteMode.Replace && removals.Any(r => r.Dataset == n.Key.Name))
            .Select(n => n.Value);
        loads = [.. loads, .. await parallel.LoadAsync(left.Select(f => (f.Path, false)), LoadTrigger.Sweep, cancellationToken)];
        var result = SweepResult.Count([.. loads, .. removals], unchanged - again.Count) with
        {
            Files = files,
            Waiting = waiting,
            Seconds = time.GetElapsedTime(started).TotalSeconds,
        };
        backlog.Settle(loads);
        backlog.Record(time.GetUtcNow());
        telemetry.End(result);
        LogSwept(result.Files, result.Loaded, result.Refused, result.Failed, result.Waiting, result.Removed, result.Rows, result.Rejected);
        return result;
    }

    /// <summary>Of two files with the same time, the one with the later path counts as newer.</summary>
    private static bool IsNewer(FileVersion file, FileVersion other) =>
        (file.LastModified, string.CompareOrdinal(file.Path, other.Path)).CompareTo((other.LastModified, 0)) > 0;

    /// <summary>
    /// Whether a file is loaded now. A version whose loads failed is due after its pause, until its attempts are used up.
    /// </summary>
    private bool IsDue(FileRecord? record, FileVersion file, DateTimeOffset now) =>
        record is null || record.ETag != file.ETag || record.State switch
        {
            LoadState.Failed => record.NextTry <= now,
            // A load that is interrupted each time, possibly because it kills its process, has no pause, but the same limit.
            LoadState.Running => record.Attempts < options.Attempts,
            _ => true,
        };

    private async Task<IReadOnlyList<Load>> RemoveAllAsync(List<(Dataset Dataset, string Path)> files, CancellationToken cancellationToken)
    {
        List<Load> loads = [];
        if (files.Count == 0)
        {
            return loads;
        }

        // A missing container looks like one without files. That must not remove all rows, so it is an error.
        await storage.CheckAsync(files.Select(f => f.Dataset.Path.Container), cancellationToken);
        foreach (var (dataset, path) in files)
        {
            if (await loader.RemoveAsync(dataset, path, cancellationToken) is { } load)
            {
                loads.Add(load);
            }
        }

        return loads;
    }

    [LoggerMessage(
        20, LogLevel.Information,
        "Swept {Files} files: {Loaded} loaded, {Refused} refused, {Failed} failed, {Waiting} waiting, {Removed} removed; "
        + "{Rows} rows, {Rejected} rejected")]
    private partial void LogSwept(int files, int loaded, int refused, int failed, int waiting, int removed, long rows, long rejected);
}
