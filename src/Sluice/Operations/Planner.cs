using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Telemetry;
using Sluice.Warehouse;

namespace Sluice.Operations;

/// <summary>Finds the work of an operation: lists the lake, and compares it with the ledger.</summary>
internal sealed class Planner(
    LakeDefinition lake, ILakeStorage storage, ILedgerReader ledger, Eraser eraser, LoaderOptions options, TimeProvider time)
{
    // An event comes within seconds. A file that is younger may still have its event before it.
    private static readonly TimeSpan LongestEventDelay = TimeSpan.FromMinutes(5);

    private readonly DatasetListing listing = new(storage);

    /// <summary>Cuts the work of an operation into batches.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="backlog">Receives the files whose newest version is not loaded. Only sweeps see all of them.</param>
    /// <param name="cutter">Receives the files to load or to remove.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task<PlanCounts> PlanAsync(
        Operation operation, Backlog backlog, BatchCutter cutter, CancellationToken cancellationToken)
    {
        var request = WorkRequest.Parse(operation.Request);
        if (request.File is { } path)
        {
            var action = request.Again ? FileAction.Reload : FileAction.Load;
            var length = (await storage.FindAsync(path, cancellationToken))?.Length ?? 0;
            await cutter.CutAsync(lake.Match(path)?.Name, [(new WorkFile(path, action), length)]);
            return new PlanCounts(1, 0, 0);
        }

        if (request.Erase is not null)
        {
            return await PlanSearchAsync(eraser.FindDatasets(request), cutter, cancellationToken);
        }

        if (request is { From: { } from, To: { } to })
        {
            return await PlanRenameAsync($"{from}/", $"{to}/", cutter, cancellationToken);
        }

        return request.Select() is { } selection
            ? await PlanAsync(operation, selection, request.Trigger, cutter, cancellationToken)
            : await PlanSweepAsync(backlog, cutter, cancellationToken);
    }

    private async Task<PlanCounts> PlanAsync(
        Operation operation, FileSelection selection, LoadTrigger trigger, BatchCutter cutter, CancellationToken cancellationToken)
    {
        var counts = default(PlanCounts);
        foreach (var dataset in lake.Datasets)
        {
            var places = await listing.FindPlacesAsync(dataset, selection, cancellationToken);
            if (places.Count == 0)
            {
                continue;
            }

            List<(WorkFile File, long Length)> due = [];
            var known = await ledger.ReadFilesAsync(dataset.Name, cancellationToken);
            await foreach (var file in listing.ListAsync(places, selection, cancellationToken))
            {
                counts = counts with { Matched = counts.Matched + 1 };
                var record = known.GetValueOrDefault(file.Path);

                // After an interruption, files that this operation has loaded again already are left alone.
                var isAgain = selection.MustReload(record, dataset)
                    && !(operation.Plan > 1 && record is { State: LoadState.Loaded } && record.UpdatedAt >= operation.StartedAt);
                var isNew = !selection.Stale && !selection.Rejected
                    && (record is null || !Loader.IsDone(record, dataset, file, trigger));
                if (isAgain || isNew)
                {
                    due.Add((new WorkFile(file.Path, isAgain ? FileAction.Reload : FileAction.Load), file.Length));
                }
                else
                {
                    counts = counts with { Unchanged = counts.Unchanged + 1 };
                }
            }

            await CutAsync(cutter, dataset, due);
        }

        return counts;
    }

    // First the files that are in the new folder, then those that no folder has any more.
    private async Task<PlanCounts> PlanRenameAsync(string from, string to, BatchCutter cutter, CancellationToken cancellationToken)
    {
        var moved = await ListRenamedAsync(from, to, cancellationToken);
        var sources = moved.SelectMany(d => d.Value).Select(f => f.File.From).ToHashSet(StringComparer.Ordinal);
        foreach (var dataset in lake.Datasets)
        {
            if (moved.TryGetValue(dataset.Name, out var files))
            {
                await CutAsync(cutter, dataset, files);
            }

            // Rows that are kept go along though their file is not there any more: it may have been renamed once more.
            var left = (await ledger.ReadFilesAsync(dataset.Name, cancellationToken)).Values.Where(
                f => f.State is not LoadState.Removed && f.Path.StartsWith(from, StringComparison.Ordinal) && !sources.Contains(f.Path));
            await cutter.CutAsync(
                dataset.Name,
                left.Select(f => (
                    dataset.OnDelete == DeletePolicy.Remove
                        ? new WorkFile(f.Path, FileAction.Remove)
                        : new WorkFile($"{to}{f.Path[from.Length..]}", FileAction.Move) { From = f.Path },
                    0L)));
        }

        return new PlanCounts(sources.Count, 0, 0);
    }

    // By dataset. A container that is not of the lake is not looked into: the app may not be allowed to.
    private async Task<Dictionary<string, List<(WorkFile File, long Length)>>> ListRenamedAsync(
        string from, string to, CancellationToken cancellationToken)
    {
        Dictionary<string, List<(WorkFile File, long Length)>> moved = new(StringComparer.Ordinal);
        if (!lake.HasContainerOf(to))
        {
            return moved;
        }

        var folder = LakePath.Split(to)!.Value;
        await foreach (var file in storage.ListAsync(folder.Container, folder.Name, cancellationToken))
        {
            if (lake.Match(file.Path) is { } dataset)
            {
                if (!moved.TryGetValue(dataset.Name, out var files))
                {
                    moved.Add(dataset.Name, files = []);
                }

                files.Add((new WorkFile(file.Path, FileAction.Move) { From = $"{from}{file.Path[to.Length..]}" }, file.Length));
            }
        }

        return moved;
    }

    // Files that are gone have rejects in the ledger, and rejects files. Those of another warehouse are not in the ledger.
    private async Task<PlanCounts> PlanSearchAsync(
        IReadOnlyList<Dataset> datasets, BatchCutter cutter, CancellationToken cancellationToken)
    {
        var counts = default(PlanCounts);
        foreach (var dataset in datasets)
        {
            var known = new HashSet<string>(
                (await ledger.ReadFilesAsync(dataset.Name, cancellationToken)).Keys, StringComparer.Ordinal);
            List<(WorkFile File, long Length)> files = [];
            var places = await listing.FindPlacesAsync(dataset, selection: null, cancellationToken);
            await foreach (var file in listing.ListAsync(places, selection: null, cancellationToken))
            {
                counts = counts with { Matched = counts.Matched + 1 };
                known.Remove(file.Path);
                files.Add((new WorkFile(file.Path, FileAction.Search), file.Length));
            }

            var listed = files.Select(f => f.File.Path).ToHashSet(StringComparer.Ordinal);
            foreach (var folder in RejectsFile.FoldersOf(dataset))
            {
                await foreach (var rejects in storage.ListAsync(RejectsFile.Container, folder, cancellationToken))
                {
                    if (RejectsFile.FileOf(dataset, rejects.Path) is { } file && !listed.Contains(file))
                    {
                        known.Add(file);
                    }
                }
            }

            files.AddRange(known.Select(path => (new WorkFile(path, FileAction.Search), 0L)));
            await CutAsync(cutter, dataset, files);
        }

        return counts;
    }

    // First what is new, then what is stale, then what is gone, then what matches no dataset.
    private async Task<PlanCounts> PlanSweepAsync(Backlog backlog, BatchCutter cutter, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var counts = default(PlanCounts);
        var stale = new StaleFiles();
        var unmatched = new UnmatchedFiles(
            lake, storage,
            await ledger.ReadFilesAsync(new LedgerQuery { State = LoadState.Ignored, Top = int.MaxValue }, cancellationToken));
        List<(Dataset Dataset, List<(WorkFile File, long Length)> Files, string? Newest)> gone = [];
        foreach (var dataset in lake.Datasets)
        {
            var known = new Dictionary<string, FileRecord>(
                await ledger.ReadFilesAsync(dataset.Name, cancellationToken), StringComparer.Ordinal);
            List<(WorkFile File, long Length)> due = [];
            FileVersion? newest = null;
            var skipped = new SkippedFiles(dataset);
            var missed = 0;
            var places = await listing.FindPlacesAsync(dataset, selection: null, cancellationToken);
            await foreach (var file in listing.ListAsync(places, selection: null, cancellationToken, unmatched))
            {
                counts = counts with { Matched = counts.Matched + 1 };
                newest = newest is null || IsNewer(file, newest) ? file : newest;
                if (known.Remove(file.Path, out var record))
                {
                    skipped.AddOther(record);
                }
                else
                {
                    unmatched.Drop(file.Path);
                }

                if (skipped.TryAdd(record, file))
                {
                    continue;
                }

                if (record is not null && Loader.IsDone(record, dataset, file, LoadTrigger.Sweep))
                {
                    counts = counts with { Unchanged = counts.Unchanged + 1 };
                    stale.Add(record, dataset, file);
                    continue;
                }

                if (file.Access != BlobAccess.Archived)
                {
                    backlog.Add(dataset, file);
                }

                if (IsDue(record, dataset, file, now))
                {
                    missed += IsMissed(record, dataset, file, now) ? 1 : 0;
                    due.Add((new WorkFile(file.Path), file.Length));
                }
                else
                {
                    counts = counts with { Waiting = counts.Waiting + 1 };
                }
            }

            if (dataset.OnDelete == DeletePolicy.Keep)
            {
                known.Values.ToList().ForEach(skipped.AddOther);
            }

            var again = skipped.FindDue();
            counts = counts with { Unchanged = counts.Unchanged + skipped.Count - again.Count };
            due.AddRange(again.Select(f => (new WorkFile(f.Path), f.Length)));

            // A file that has left no rows has nothing to keep, and no other file takes its place.
            var isKept = dataset.OnDelete == DeletePolicy.Keep;
            gone.Add((
                dataset,
                [.. known.Values.Where(f => f.State is not LoadState.Removed && !(isKept && HasRows(f)))
                    .Select(f => (new WorkFile(f.Path, FileAction.Remove), 0L))],
                isKept ? null : newest?.Path));

            backlog.Record(dataset, now);
            LoadMetrics.MissedEvent.Add(missed, new KeyValuePair<string, object?>(TelemetryTags.Dataset, dataset.Name));
            await CutAsync(cutter, dataset, due);
        }

        foreach (var group in stale.SelectStep().GroupBy(f => f.Dataset))
        {
            counts = counts with { Unchanged = counts.Unchanged - group.Count() };
            await cutter.CutAsync(group.Key.Name, group.Select(f => (new WorkFile(f.File.Path, FileAction.Reload), f.File.Length)));
        }

        await unmatched.ListOthersAsync(cancellationToken);
        foreach (var (dataset, files, newest) in gone)
        {
            // If the newest file of a replace dataset is gone, the newest that is left becomes the table.
            await cutter.CutAsync(
                dataset.Name, files.Where(f => !unmatched.IsThere(f.File.Path)), dataset.WriteMode == WriteMode.Replace ? newest : null);
        }

        LoadMetrics.Ignored.Record(unmatched.Count);
        await cutter.CutAsync(dataset: null, unmatched.Found.Concat(unmatched.Gone));
        return counts;
    }

    private static bool HasRows(FileRecord file) => file.State == LoadState.Loaded || file.Checkpoint is not null;

    // The largest first: then the others fill the time of those who have ended.
    private static Task CutAsync(BatchCutter cutter, Dataset dataset, List<(WorkFile File, long Length)> due) =>
        cutter.CutAsync(dataset.Name, due.OrderByDescending(f => f.Length));

    /// <summary>Of two files with the same time, the one with the later path counts as newer.</summary>
    private static bool IsNewer(FileVersion file, FileVersion other) =>
        (file.LastModified, string.CompareOrdinal(file.Path, other.Path)).CompareTo((other.LastModified, 0)) > 0;

    /// <summary>
    /// Whether a file is loaded now. A version whose loads failed is due after its pause, until its attempts are used up. With another
    /// definition it is due at once, and has all its attempts anew: what failed was the old one.
    /// </summary>
    private bool IsDue(FileRecord? record, Dataset dataset, FileVersion file, DateTimeOffset now) =>
        record is null || (record.ETag != file.ETag && !IsBeingWritten(record, file, now))
        || (record.ETag == file.ETag && !IsStillOutOfReach(record, file)
            && (record.AttemptFingerprint != dataset.Fingerprint || record.State switch
            {
                LoadState.Failed => record.NextTry <= now,
                // A load that is interrupted each time, possibly because it kills its process, has no pause, but the same limit.
                LoadState.Running => record.Attempts < options.Attempts,
                _ => true,
            }));

    // The Data Lake endpoint and SFTP first create an empty file, and then write it. Its rows must not vanish in between.
    private static bool IsBeingWritten(FileRecord record, FileVersion file, DateTimeOffset now) =>
        file.Length == 0 && record.Rows > 0 && file.Kind == BlobKind.Block && now - file.LastModified < LongestEventDelay;

    // Growth of an append blob raises no event, and nobody listens to containers that only fit a pattern.
    private static bool IsMissed(FileRecord? record, Dataset dataset, FileVersion file, DateTimeOffset now) =>
        record?.ETag != file.ETag && file.Kind != BlobKind.Append && now - file.LastModified > LongestEventDelay
        && LakePath.Split(file.Path) is { } path
        && dataset.Paths.Any(p => !p.HasContainerPattern && p.MatchesContainer(path.Container) && p.Matches(path.Name));

    private static bool IsStillOutOfReach(FileRecord record, FileVersion file) => (record.State, file.Access)
        is (LoadState.Waiting, BlobAccess.CopyPending or BlobAccess.BeingWritten) or (LoadState.Archived, BlobAccess.Archived);
}
