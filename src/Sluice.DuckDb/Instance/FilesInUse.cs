namespace Sluice.DuckDb.Instance;

/// <summary>
/// Keeps load transactions and deletions of the same file's rows apart: DuckDB refuses the later of two transactions that delete the same
/// row. A deletion skips files with open load transactions. A load transaction waits for a deletion, which is short.
/// </summary>
internal sealed class FilesInUse
{
    private readonly object gate = new();
    private readonly Dictionary<string, int> loads = new(StringComparer.Ordinal);
    private readonly HashSet<string> pruned = new(StringComparer.Ordinal);

    /// <summary>Enters a load transaction.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The entry, to dispose of after the end of the transaction.</returns>
    public IDisposable Load(string path)
    {
        lock (gate)
        {
            while (pruned.Contains(path))
            {
                Monitor.Wait(gate);
            }

            loads[path] = loads.GetValueOrDefault(path) + 1;
        }

        return new Use(() => EndLoad(path));
    }

    /// <summary>Enters a deletion.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="free">Those of them that no load transaction, and no other deletion, is working on.</param>
    /// <returns>The entry, to dispose of after the end of the transaction.</returns>
    public IDisposable Prune(IEnumerable<string> paths, out IReadOnlySet<string> free)
    {
        HashSet<string> taken;
        lock (gate)
        {
            taken = paths.Where(p => !loads.ContainsKey(p) && !pruned.Contains(p)).ToHashSet(StringComparer.Ordinal);
            pruned.UnionWith(taken);
        }

        free = taken;
        return new Use(() => EndPrune(taken));
    }

    private void EndLoad(string path)
    {
        lock (gate)
        {
            if (--loads[path] == 0)
            {
                loads.Remove(path);
            }
        }
    }

    private void EndPrune(HashSet<string> taken)
    {
        lock (gate)
        {
            pruned.ExceptWith(taken);
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>An entry; the first call of <see cref="Dispose"/> ends it.</summary>
    private sealed class Use(Action end) : IDisposable
    {
        private Action? end = end;

        public void Dispose() => Interlocked.Exchange(ref end, null)?.Invoke();
    }
}
