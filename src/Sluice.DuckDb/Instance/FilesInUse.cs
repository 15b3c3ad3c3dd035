namespace Sluice.DuckDb.Instance;

/// <summary>
/// Keeps load transactions and deletions of the same file's rows apart: DuckDB refuses the later of two transactions that delete the same
/// row. A deletion of what is no longer kept skips files with open load transactions; an erasure waits for its turn. A load transaction
/// waits for a deletion, which is short.
/// </summary>
internal sealed class FilesInUse
{
    private readonly object gate = new();
    private readonly Dictionary<string, int> loads = new(StringComparer.Ordinal);
    private readonly HashSet<string> pruned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TaskCompletionSource>> waiting = new(StringComparer.Ordinal);

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

    /// <summary>
    /// Enters a deletion that must not skip the file. Gets its turn at the latest between two transactions of a load.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The entry, to dispose of after the end of the transaction.</returns>
    public async Task<IDisposable> EraseAsync(string path, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (!loads.ContainsKey(path) && pruned.Add(path))
            {
                turn.SetResult();
            }
            else if (waiting.TryGetValue(path, out var others))
            {
                others.Add(turn);
            }
            else
            {
                waiting.Add(path, [turn]);
            }
        }

        await using var registration = cancellationToken.Register(() => Leave(path, turn, cancellationToken));
        await turn.Task;
        return new Use(() => EndPrune([path]));
    }

    private void EndLoad(string path)
    {
        lock (gate)
        {
            if (--loads[path] == 0)
            {
                loads.Remove(path);
                HandOver(path);
            }
        }
    }

    /// <summary>Lets the first erasure that waits for a file enter.</summary>
    private void HandOver(string path)
    {
        if (waiting.TryGetValue(path, out var turns))
        {
            pruned.Add(path);
            var first = turns[0];
            Remove(path, turns, first);
            first.SetResult();
        }
    }

    /// <summary>Cancels the wait of an erasure, unless it has entered.</summary>
    private void Leave(string path, TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (waiting.TryGetValue(path, out var turns) && Remove(path, turns, turn))
            {
                turn.SetCanceled(cancellationToken);
            }
        }
    }

    private bool Remove(string path, List<TaskCompletionSource> turns, TaskCompletionSource turn)
    {
        var isRemoved = turns.Remove(turn);
        if (turns.Count == 0)
        {
            waiting.Remove(path);
        }

        return isRemoved;
    }

    private void EndPrune(HashSet<string> taken)
    {
        lock (gate)
        {
            pruned.ExceptWith(taken);
            foreach (var path in taken)
            {
                HandOver(path);
            }

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
