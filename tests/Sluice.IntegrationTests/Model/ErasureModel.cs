using Sluice.Ledger;

namespace Sluice.IntegrationTests.Model;

/// <summary>What the model knows of erasures.</summary>
internal sealed class ErasureModel
{
    // The keys that were erased when everything was quiet, with the last load before.
    private readonly List<(long Load, HashSet<long> Keys)> quiet = [];
    private readonly HashSet<long> keys = [];
    private readonly HashSet<long> done = [];
    private readonly List<(long Operation, IReadOnlyList<Remain> Remains)> searches = [];

    // Whether the storage was restarted since the last check.
    private bool hasForgotten;

    /// <summary>The keys that somebody has asked to erase.</summary>
    public IReadOnlySet<long> Keys => keys;

    /// <summary>Those of them whose erasure may not have succeeded.</summary>
    public IReadOnlyList<long> Open => [.. keys.Except(done)];

    /// <summary>What the erasures since the last check must have found in the lake.</summary>
    public IReadOnlyList<(long Operation, IReadOnlyList<Remain> Remains)> Searches => searches;

    /// <summary>Whether there were erasures since the last check.</summary>
    public bool HasNew => quiet.Count == 0 ? keys.Count > 0 : quiet[^1].Keys.Count < keys.Count;

    /// <summary>Somebody asks to erase a key.</summary>
    public void Ask(long key)
    {
        keys.Add(key);
        done.Remove(key);
    }

    /// <summary>A process has erased keys since it began.</summary>
    public void End(IEnumerable<long> erased) => done.UnionWith(hasForgotten ? [] : erased);

    /// <summary>An erasure has ended, and the lake has not changed since it began.</summary>
    /// <param name="key">The key.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="files">The files.</param>
    public void End(long key, long operation, IReadOnlyList<ModelFile> files)
    {
        done.Add(key);
        searches.Add((operation, [.. files
            .Where(f => ModelLake.IsErased(f.Dataset) && f.Current is not null)
            .OrderBy(f => f.Path, StringComparer.Ordinal)
            .SelectMany(f => f.Current!.Plain.Keys.Where(k => k.Key == key)
                .Select(k => new Remain(operation, f.Dataset.Name, f.Path, k.Row, k.Line)))]));
    }

    /// <summary>The storage may have forgotten what was erased since the last check.</summary>
    public void Forget()
    {
        done.IntersectWith(quiet.Count == 0 ? [] : quiet[^1].Keys);
        hasForgotten = true;
    }

    /// <summary>The keys that loads must have known, because they were erased before it.</summary>
    /// <param name="load">The number of the load.</param>
    public IReadOnlySet<long> KnownTo(long load) => quiet.LastOrDefault(q => q.Load < load).Keys ?? [];

    /// <summary>Everything is quiet and right.</summary>
    /// <param name="load">The number of the last load.</param>
    public void Rest(long load)
    {
        quiet.Add((load, [.. keys]));
        searches.Clear();
        hasForgotten = false;
    }
}
