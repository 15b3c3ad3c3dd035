using System.Collections.Concurrent;

namespace Sluice.DuckDb.Instance;

/// <summary>Named locks, which are taken asynchronously.</summary>
internal sealed class AsyncGates
{
    /// <summary>The gate of those who change loads and files, other than by a commit, and of those who add tombstones.</summary>
    public const string Ledger = "ledger";

    /// <summary>The gate of those who change operations.</summary>
    public const string Operations = "operations";

    private readonly ConcurrentDictionary<string, SemaphoreSlim> gates = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The gate of those who change rows of other files in a dataset's table.</summary>
    public static string Table(string dataset) => $"table {dataset}";

    /// <summary>Waits for a lock and takes it.</summary>
    /// <returns>The lock, which is released when disposed of.</returns>
    public async Task<IDisposable> EnterAsync(string name, CancellationToken cancellationToken)
    {
        var gate = gates.GetOrAdd(name, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken);
        return new Passage(gate);
    }

    private sealed class Passage(SemaphoreSlim gate) : IDisposable
    {
        private SemaphoreSlim? held = gate;

        public void Dispose() => Interlocked.Exchange(ref held, null)?.Release();
    }
}
