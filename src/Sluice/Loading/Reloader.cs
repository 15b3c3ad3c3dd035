using Microsoft.Extensions.Logging;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>Loads the files that somebody selects, again if asked for. Safe for concurrent use.</summary>
public sealed class Reloader
{
    private readonly LakeDefinition lake;
    private readonly ILakeStorage storage;
    private readonly ILedgerReader ledger;
    private readonly TimeProvider time;
    private readonly ParallelLoads loads;

    /// <summary>Creates a reloader.</summary>
    public Reloader(
        LakeDefinition lake, ILakeStorage storage, ILedgerReader ledger, Loader loader, LoaderOptions options, TimeProvider time,
        ILogger<Reloader> logger)
    {
        this.lake = lake;
        this.storage = storage;
        this.ledger = ledger;
        this.time = time;
        loads = new ParallelLoads(loader, options, logger);
    }

    /// <summary>Loads the selected files, each in its own transactions. A file that is loaded again is one transaction.</summary>
    /// <param name="selection">Which files.</param>
    /// <param name="trigger">What asked for it.</param>
    /// <param name="cancellationToken">Cancels the loads. Files that were loaded stay so.</param>
    /// <returns>What became of the files.</returns>
    public async Task<SweepResult> ReloadAsync(FileSelection selection, LoadTrigger trigger, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var files = 0;
        List<(string Path, bool Again)> due = [];
        foreach (var dataset in lake.Datasets)
        {
            if (selection.PrefixIn(dataset) is not { } prefix)
            {
                continue;
            }

            var known = await ledger.ReadFilesAsync(dataset.Name, cancellationToken);
            await foreach (var file in storage.ListAsync(dataset.Path.Container, prefix, cancellationToken))
            {
                var name = file.Path[(dataset.Path.Container.Length + 1)..];
                if (!dataset.Path.Matches(name) || !selection.Matches(name))
                {
                    continue;
                }

                files++;
                var record = known.GetValueOrDefault(file.Path);
                var isAgain = selection.MustReload(record, dataset);
                var isNew = !selection.Stale && !selection.Rejected
                    && (record is null || !Loader.IsDone(record, dataset, file, trigger));
                if (isAgain || isNew)
                {
                    due.Add((file.Path, isAgain));
                }
            }
        }

        var ended = await loads.LoadAsync(due, trigger, cancellationToken);
        return SweepResult.Count(ended, files - due.Count) with
        {
            Files = files,
            Seconds = time.GetElapsedTime(started).TotalSeconds,
        };
    }
}
