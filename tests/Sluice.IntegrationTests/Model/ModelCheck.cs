using Sluice.AzureStorage;
using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.IntegrationTests.Model;

/// <summary>Compares a warehouse with the files of a lake, whenever everything is quiet.</summary>
/// <param name="model">The warehouse.</param>
internal sealed class ModelCheck(ModelWarehouse model)
{
    private readonly MergeModel merge = new();

    /// <summary>Loads that ended before their processes did.</summary>
    public HashSet<long> Outlived { get; } = [];

    /// <summary>Those of them whose processes were stopped, perhaps during the load.</summary>
    public HashSet<long> Stopped { get; } = [];

    /// <summary>A summary of the loads so far.</summary>
    public string Summary { get; private set; } = "nothing";

    /// <summary>Compares them.</summary>
    /// <param name="files">The files.</param>
    /// <param name="edition">The edition of the lake definition that all rows must be of.</param>
    /// <param name="lake">The lake.</param>
    public async Task RunAsync(IReadOnlyList<ModelFile> files, int edition, AzureLake lake)
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
        foreach (var dataset in ModelLake.Datasets)
        {
            var rows = await model.ReadRowsAsync(warehouse, dataset, paths);
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
                    merge.Check(own, rows);
                    break;
            }
        }

        foreach (var file in files)
        {
            CheckLedger(file, edition, definition.Find(file.Dataset.Name)!, ledger.SingleOrDefault(f => f.Path == file.Path));
        }

        var loads = await warehouse.ReadLoadsAsync(new LedgerQuery { Top = int.MaxValue }, cancel);
        Summary = string.Join(
            ", ", loads.GroupBy(l => (l.State, l.Kind)).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key.State} {g.Key.Kind}"))
            + $"; {loads.Count(l => l.Error is LedgerTexts.ProcessEnded or LedgerTexts.ProcessGone)} left by their processes";
        foreach (var load in loads)
        {
            CheckEnd(load);
            if (load is { State: LoadState.Loaded, Rejected: > 0 } && await lake.FindAsync(load.RejectsFile ?? "none/none", cancel) is null)
            {
                throw new ModelException($"Load {load.Id} of {load.File} has rejects, but no rejects file {load.RejectsFile}.");
            }
        }
    }

    private static void CheckLedger(ModelFile file, int edition, Dataset dataset, FileRecord? record)
    {
        if (file.Current is not { } version)
        {
            if (record is { State: not LoadState.Removed })
            {
                throw new ModelException($"{file.Path} is gone, but {record.State} in the ledger.");
            }

            return;
        }

        var (rows, rejects, _) = Plain(file, version, edition);
        var expected = IsRefused(file, rejects.Count)
            ? (LoadState.Refused, 0L, (long)rejects.Count)
            : (LoadState.Loaded, rows.Count, rejects.Count);
        if (record is null || expected != (record.State, record.Rows, record.Rejected) || record.Length != version.Length)
        {
            throw new ModelException(
                $"{file.Path} has {version.Length} bytes and should be {expected}, but is {record?.Length} and "
                + $"{(record?.State, record?.Rows, record?.Rejected)} in the ledger. {record?.Error}");
        }

        if (record.Fingerprint != dataset.Fingerprint)
        {
            throw new ModelException($"{file.Path} is not current: edition {edition} did not make its rows.");
        }
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

    private static IEnumerable<ModelRow> Rows(ModelFile file, int edition) =>
        file.Current is not { } version || Plain(file, version, edition) is not { } content || IsRefused(file, content.Rejects.Count)
            ? []
            : content.Rows;

    private static IEnumerable<ModelReject> Rejects(ModelFile file, int edition) =>
        file.Current is { } version ? Plain(file, version, edition).Rejects : [];

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
