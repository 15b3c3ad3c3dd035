using Sluice.Erasure;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Operations;

/// <summary>
/// Erases the rows of a key, and of the keys that go along with it. The order makes it complete, whatever interrupts it: first the
/// tombstones of all keys, then the end of the loads that may not know them, and only then the rows, which are how the keys are found.
/// </summary>
internal sealed class Eraser(
    LakeDefinition lake, ILakeStorage storage, IWarehouse warehouse, Loader loader, LoaderOptions options)
{
    private readonly ReadOnlyMemory<byte> hashKey = options.Read.HashKey;
    private readonly ErasedKeyCache erased = new(warehouse);

    /// <summary>The dataset of a request, and those whose rows are erased along with its rows.</summary>
    public IReadOnlyList<Dataset> FindDatasets(WorkRequest request)
    {
        var root = lake.Find(request.Dataset!)
            ?? throw new InvalidOperationException($"There is no dataset {request.Dataset} in the lake definition any more.");
        List<Dataset> found = [root];
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(lake.FindErasedWith(found[i].Name).Except(found).ToList());
        }

        return found;
    }

    /// <summary>The keys that a request erases.</summary>
    public async Task<ErasedKeys> ReadKeysAsync(WorkRequest request, CancellationToken cancellationToken) =>
        (await erased.ReadAsync(cancellationToken)).Under(request.Erase!);

    /// <summary>Erases the rows of the tables.</summary>
    public async Task EraseRowsAsync(Operation operation, WorkRequest request, CancellationToken cancellationToken)
    {
        var keyId = DefinitionFingerprint.ComputeKeyId(hashKey.Span) ?? throw new InvalidOperationException(ErasureKey.FindFault(hashKey));
        var datasets = FindDatasets(request);
        List<Tombstone> found = [NewTombstone(datasets[0].Name, request.EraseBy, request.Erase!)];
        List<(Dataset Dataset, FieldValues Values)> rows = [];
        while (found.Count > 0)
        {
            await warehouse.AddTombstonesAsync(found, cancellationToken);
            await WaitForLoadsAsync(datasets, cancellationToken);
            var keys = await ReadKeysAsync(request, cancellationToken);
            rows.Clear();
            found.Clear();
            foreach (var dataset in datasets)
            {
                foreach (var rule in keys.RulesOf(dataset))
                {
                    var matches = await FindRowsAsync(dataset, rule, keys, cancellationToken);
                    rows.AddRange(matches.Select(m => (dataset, m)));
                    foreach (var hash in await FindKeysAsync(dataset, rule, matches, cancellationToken))
                    {
                        if (!keys.Contains(dataset.Name, hash))
                        {
                            found.Add(NewTombstone(dataset.Name, ErasureRule.TextOf(dataset.Schema.PrimaryKey), hash));
                        }
                    }
                }
            }
        }

        foreach (var (dataset, values) in rows)
        {
            await using var change = await loader.Stamps.ChangeAsync(dataset.Name, cancellationToken);
            await warehouse.EraseRowsAsync(operation.Id, dataset, values, cancellationToken);
        }

        // Answers that are kept may have values of these rows.
        await foreach (var answer in storage.ListAsync(KeptFiles.Container, KeptFiles.Answers, cancellationToken))
        {
            await storage.DeleteAsync(answer.Path, cancellationToken);
        }

        Tombstone NewTombstone(string dataset, string? fields, string hash) =>
            new(dataset, hash, request.Erase!, keyId, operation.StartedAt) { Fields = fields };
    }

    /// <summary>The values of a rule's fields in the rows that it erases, each once.</summary>
    private async Task<IReadOnlyList<FieldValues>> FindRowsAsync(
        Dataset dataset, ErasureRule rule, ErasedKeys keys, CancellationToken cancellationToken)
    {
        var hash = new KeyHash(hashKey.Span);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        List<FieldValues> found = [];
        await warehouse.ReadValuesAsync(
            dataset, rule.Fields, where: null,
            values =>
            {
                var one = hash.Compute(rule.Dataset, rule.Key, values);
                if (keys.Contains(rule.Dataset, one) && seen.Add(one))
                {
                    found.Add(new FieldValues(rule.Fields, [.. values]));
                }
            },
            cancellationToken);
        return found;
    }

    /// <summary>
    /// The primary keys of rows that go along with a row that they refer to, if other rows go along with them in turn.
    /// </summary>
    private async Task<IReadOnlyCollection<string>> FindKeysAsync(
        Dataset dataset, ErasureRule rule, IReadOnlyList<FieldValues> rows, CancellationToken cancellationToken)
    {
        var key = dataset.Schema.PrimaryKey;
        HashSet<string> found = new(StringComparer.Ordinal);
        if (key.Count == 0 || (rule.Dataset == dataset.Name && rule.Fields.SequenceEqual(key)) || !lake.FindErasedWith(dataset.Name).Any())
        {
            return found;
        }

        var hash = new KeyHash(hashKey.Span);
        var fields = ErasureRule.TextOf(key);
        foreach (var row in rows)
        {
            await warehouse.ReadValuesAsync(
                dataset, key, row, values => found.Add(hash.Compute(dataset.Name, fields, values)), cancellationToken);
        }

        return found;
    }

    /// <summary>Waits for the end of the loads that run now. Those that begin later know the tombstones.</summary>
    private async Task WaitForLoadsAsync(IReadOnlyList<Dataset> datasets, CancellationToken cancellationToken)
    {
        HashSet<long>? running = null;
        for (var pause = FileLock.ShortestPause; ; pause = FileLock.Longer(pause))
        {
            HashSet<long> now = [];
            foreach (var dataset in datasets)
            {
                var query = new LedgerQuery { Dataset = dataset.Name, State = LoadState.Running, Top = int.MaxValue };
                now.UnionWith((await warehouse.ReadLoadsAsync(query, cancellationToken)).Select(l => l.Id));
            }

            if (running is null)
            {
                running = now;
            }
            else
            {
                running.IntersectWith(now);
            }

            if (running.Count == 0)
            {
                return;
            }

            // The process of a load may be gone.
            await loader.EndAbandonedAsync(cancellationToken);
            await Task.Delay(pause, cancellationToken);
        }
    }
}
