using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Model;

/// <summary>Compares a warehouse with the files of a lake, whenever everything is quiet.</summary>
/// <param name="model">The warehouse.</param>
/// <param name="erasures">The erasures.</param>
internal sealed class ModelCheck(ModelWarehouse model, ErasureModel erasures)
{
    private readonly MergeModel merge = new();

    // The keys in rejects files at the last check; and the rejects files that were gone.
    private IReadOnlyDictionary<string, HashSet<long>> rejectsFiles = new Dictionary<string, HashSet<long>>();
    private readonly HashSet<string> gone = [];

    /// <summary>Loads that ended before their processes did.</summary>
    public HashSet<long> Outlived { get; } = [];

    /// <summary>Those of them whose processes were stopped, perhaps during the load.</summary>
    public HashSet<long> Stopped { get; } = [];

    /// <summary>By each key: how many rows and rejects had it at the last check. Without those of the dataset that keeps them.</summary>
    public IReadOnlyDictionary<long, (int Rows, int Rejects)> Counts { get; private set; } =
        new Dictionary<long, (int Rows, int Rejects)>();

    /// <summary>A summary of the loads so far.</summary>
    public string Summary { get; private set; } = "nothing";

    /// <summary>Compares them.</summary>
    /// <param name="files">The files.</param>
    /// <param name="edition">The edition of the lake definition that all rows must be of.</param>
    /// <param name="lake">The lake.</param>
    public async Task RunAsync(IReadOnlyList<ModelFile> files, int edition, ILakeStorage lake)
    {
        var definition = ModelLake.DefinitionOf(edition);
        await using var warehouse = ModelWarehouse.Open(model.Name);
        var cancel = CancellationToken.None;
        var ledger = await warehouse.ReadFilesAsync(new LedgerQuery { Top = 1000 }, cancel);
        var paths = ledger.ToDictionary(f => f.Id, f => f.Path);
        var rejects = await warehouse.ReadRejectsAsync(new LedgerQuery { Top = int.MaxValue }, cancel);
        Equal(
            "rejects",
            files.SelectMany(f => Rejects(f, edition)),
            rejects.Where(r => r.Error == 0).Select(r => new ModelReject(r.File, r.Row, r.RawText)));
        List<ModelRow> erasable = [];
        foreach (var dataset in ModelLake.Datasets)
        {
            var rows = await model.ReadRowsAsync(warehouse, dataset, paths);
            erasable.AddRange(ModelLake.IsErased(dataset) ? rows.Select(r => r.Row) : []);
            var own = files.Where(f => f.Dataset == dataset).ToList();
            switch (dataset.WriteMode)
            {
                case WriteMode.Append:
                    Equal($"rows of {dataset.Name}", own.SelectMany(f => Rows(f, edition)), rows.Select(r => r.Row));
                    break;
                case WriteMode.Replace:
                    var newest = own.Where(f => f.Current is not null)
                        .OrderBy(f => f.Current!.Modified).ThenBy(f => f.Path, StringComparer.Ordinal).LastOrDefault();
                    Equal($"rows of {dataset.Name}", newest is null ? [] : Rows(newest, edition), rows.Select(r => r.Row));
                    break;
                case WriteMode.Merge:
                    merge.Check(own, rows, erasures.Keys);
                    if ((await model.ReadAsideAsync(warehouse, dataset)).FirstOrDefault(erasures.Keys.Contains) is > 0 and var key)
                    {
                        throw new ModelException($"The key {key} is erased, but kept aside.");
                    }

                    break;
            }
        }

        var loads = await warehouse.ReadLoadsAsync(new LedgerQuery { Top = int.MaxValue }, cancel);
        foreach (var file in files)
        {
            CheckLedger(
                file, edition, definition.Find(file.Dataset.Name)!, ledger.SingleOrDefault(f => f.Path == file.Path),
                loads.Where(l => l.File == file.Path));
        }

        Summary = string.Join(
            ", ", loads.GroupBy(l => (l.State, l.Kind)).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key.State} {g.Key.Kind}"))
            + $"; {loads.Count(l => l.Error is LedgerTexts.ProcessEnded or LedgerTexts.ProcessGone)} left by their processes; "
            + $"{erasures.Keys.Count} keys erased";
        foreach (var load in loads)
        {
            CheckEnd(load);
        }

        await CheckRejectsFilesAsync(loads, rejects, new ErasureCheck(warehouse, lake), lake);
        await CheckSearchesAsync(warehouse);
        Count(erasable, rejects);
        erasures.Rest(loads.Count == 0 ? 0 : loads.Max(l => l.Id));
    }

    private void CheckLedger(ModelFile file, int edition, Dataset dataset, FileRecord? record, IEnumerable<Load> loads)
    {
        if (file.Current is not { } version)
        {
            if (record is { State: not LoadState.Removed })
            {
                throw new ModelException($"{file.Path} is gone, but {record.State} in the ledger.");
            }

            return;
        }

        var plain = Plain(file, version, edition);
        var whole = loads.Where(IsWhole).MaxBy(l => l.Id);
        if (record is null || !IsRight(file, plain, record, whole) || record.Length != version.Length)
        {
            throw new ModelException(
                $"{file.Path} has {version.Length} bytes and {plain.Counts}, without erased keys {Without(plain, file, erasures.Keys)}, "
                + $"without those that were known {Without(plain, file, KnownTo(whole))}, but is {record?.Length} and "
                + $"{(record?.State, record?.Rows, record?.Rejected, record?.Erased)} in the ledger. {record?.Error}");
        }

        if (record.Fingerprint != dataset.Fingerprint)
        {
            throw new ModelException($"{file.Path} is not current: edition {edition} did not make its rows.");
        }

        var last = loads.Where(l => l.State is LoadState.Loaded or LoadState.Refused).MaxBy(l => l.Id);
        if (last is not null && last.Id == whole?.Id
            && (last.Rows, last.Rejected, last.Erased) != (record.Rows, record.Rejected, record.Erased))
        {
            throw new ModelException($"{file.Path} does not have the counts of load {last.Id}, which has read all of it.");
        }
    }

    // Counts say what was loaded. A key that was erased before the load counts as erased, and one that was erased later may not.
    private bool IsRight(ModelFile file, PlainContent plain, FileRecord record, Load? whole)
    {
        if (IsRefused(file, plain.Rejects.Count))
        {
            return (record.State, record.Rows, record.Rejected, record.Erased) == (LoadState.Refused, 0, plain.Rejects.Count, 0);
        }

        var (most, least) = (Without(plain, file, KnownTo(whole)), Without(plain, file, erasures.Keys));
        return record.State == LoadState.Loaded
            && record.Rows >= least.Rows && record.Rows <= most.Rows
            && record.Rejected >= least.Rejects && record.Rejected <= most.Rejects
            && record.Erased >= most.Erased && record.Erased <= least.Erased
            && record.Rows + record.Rejected + record.Erased == plain.Rows.Count + plain.Rejects.Count;
    }

    private IReadOnlySet<long> KnownTo(Load? whole) => erasures.KnownTo(whole?.Id ?? 0);

    private static (long Rows, long Rejects, long Erased) Without(PlainContent plain, ModelFile file, IReadOnlySet<long> keys) =>
        ModelLake.IsErased(file.Dataset) ? plain.Without(keys).Counts : plain.Counts;

    // Whether it has read its file from the start, and committed something.
    private static bool IsWhole(Load load) => load is { Kind: LoadKind.New or LoadKind.Replace }
        && (load.State == LoadState.Loaded || load.Rows + load.Rejected + load.Erased > 0);

    private async Task CheckRejectsFilesAsync(
        IReadOnlyList<Load> loads, IReadOnlyList<StoredReject> rejects, ErasureCheck check, ILakeStorage lake)
    {
        var now = await check.ReadRejectsFilesAsync();
        if (now.FirstOrDefault(f => f.Value.Overlaps(erasures.Keys)) is { Key: { } left })
        {
            throw new ModelException($"{left} has an erased key.");
        }

        var byLoad = rejects.Where(r => r.Error == 0).ToLookup(r => r.Load);
        foreach (var load in loads.Where(l => l is { State: LoadState.Loaded, Rejected: > 0 }))
        {
            var path = load.RejectsFile ?? "none/none";
            if (now.TryGetValue(path, out var keys))
            {
                if (byLoad[load.Id].FirstOrDefault(r => !ErasureCheck.KeysOf(r.RawText).IsSubsetOf(keys)) is { } lost)
                {
                    throw new ModelException($"Row {lost.Row} of {lost.File} is a reject of load {load.Id}, but not in {path}.");
                }
            }
            else if (await lake.FindAsync(path, CancellationToken.None) is null)
            {
                // A file that had an erased key is deleted, if the ledger has no other rejects of its load.
                var mayBeGone = gone.Contains(path)
                    || (rejectsFiles.TryGetValue(path, out var had) ? had.Overlaps(erasures.Keys) : erasures.HasNew);
                if (load.RejectsFile is null || byLoad.Contains(load.Id) || !mayBeGone)
                {
                    throw new ModelException($"Load {load.Id} of {load.File} has rejects, but no rejects file {load.RejectsFile}.");
                }

                gone.Add(path);
            }
        }

        rejectsFiles = now;
    }

    private async Task CheckSearchesAsync(IWarehouse warehouse)
    {
        foreach (var (operation, expected) in erasures.Searches)
        {
            var remains = await warehouse.ReadRemainsAsync(operation, int.MaxValue, CancellationToken.None);
            Equal($"remains of operation {operation}", expected, remains);
        }
    }

    private void Count(IReadOnlyList<ModelRow> rows, IReadOnlyList<StoredReject> rejects)
    {
        var counts = new Dictionary<long, (int Rows, int Rejects)>();
        foreach (var row in rows)
        {
            var before = counts.GetValueOrDefault(row.Id);
            counts[row.Id] = before with { Rows = before.Rows + 1 };
        }

        var erasable = ModelLake.Datasets.Where(ModelLake.IsErased).Select(d => d.Name).ToHashSet();
        foreach (var key in rejects.Where(r => r.Error == 0 && erasable.Contains(r.Dataset))
            .SelectMany(r => ErasureCheck.KeysOf(r.RawText)))
        {
            var before = counts.GetValueOrDefault(key);
            counts[key] = before with { Rejects = before.Rejects + 1 };
        }

        Counts = counts;
    }

    // Each load has an end, and no reason that is known to be false.
    private void CheckEnd(Load load)
    {
        var fault = load switch
        {
            { State: LoadState.Running } => "is running, though nobody is at work",
            { FinishedAt: null } => "has no end",
            _ when load.FinishedAt < load.StartedAt => "ended before it began",
            { State: LoadState.Failed or LoadState.Superseded or LoadState.Refused, Error: null } => "does not say why it ended so",
            { Error: LedgerTexts.ProcessEnded or LedgerTexts.ProcessGone } when Outlived.Contains(load.Id) => "was outlived by its process",
            { Error: { } error } when error.Contains("The load was stopped", StringComparison.Ordinal) && !Stopped.Contains(load.Id) =>
                "was not stopped",
            _ => null,
        };
        if (fault is not null)
        {
            throw new ModelException(
                $"Load {load.Id} of {load.File} {fault}: {load.State} ({load.Error}), from {load.StartedAt:O} to {load.FinishedAt:O}.");
        }
    }

    private static bool IsRefused(ModelFile file, int rejects) => file.Dataset == ModelLake.Strict && rejects > ModelLake.MostRejects;

    private static PlainContent Plain(ModelFile file, ModelVersion version, int edition) =>
        version.PlainUpTo(ModelLake.MostOf(file.Dataset, edition));

    private IEnumerable<ModelRow> Rows(ModelFile file, int edition) =>
        file.Current is not { } version || Plain(file, version, edition) is not { } content || IsRefused(file, content.Rejects.Count)
            ? []
            : Left(file, content).Rows;

    private IEnumerable<ModelReject> Rejects(ModelFile file, int edition) =>
        file.Current is { } version ? Left(file, Plain(file, version, edition)).Rejects : [];

    private PlainContent Left(ModelFile file, PlainContent content) =>
        ModelLake.IsErased(file.Dataset) ? content.Without(erasures.Keys) : content;

    private static void Equal<T>(string what, IEnumerable<T> expected, IEnumerable<T> actual)
        where T : notnull
    {
        var left = expected.GroupBy(e => e).ToDictionary(g => g.Key, g => g.Count());
        foreach (var item in actual)
        {
            left[item] = left.GetValueOrDefault(item) - 1;
        }

        var differences = left.Where(l => l.Value != 0)
            .Select(l => $"{l.Key}: {(l.Value > 0 ? $"{l.Value} lost" : $"{-l.Value} too many")}").ToList();
        if (differences.Count > 0)
        {
            throw new ModelException(
                $"The {what} are not what the files say in {differences.Count} places:\n{string.Join('\n', differences.Take(10))}");
        }
    }
}
