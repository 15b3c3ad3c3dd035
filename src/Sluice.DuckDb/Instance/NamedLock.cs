using System.Collections.Concurrent;

namespace Sluice.DuckDb.Instance;

/// <summary>A lock in this process. Disposing releases it.</summary>
internal sealed class NamedLock : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, NamedLock> held;
    private readonly string name;

    private NamedLock(ConcurrentDictionary<string, NamedLock> held, string name)
    {
        this.held = held;
        this.name = name;
    }

    /// <summary>Takes a lock. Returns <see langword="null"/> if it is held.</summary>
    public static NamedLock? TryAcquire(ConcurrentDictionary<string, NamedLock> held, string name)
    {
        var taken = new NamedLock(held, name);
        return held.TryAdd(name, taken) ? taken : null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // Remove only this lock: another may have the name since.
        held.TryRemove(KeyValuePair.Create(name, this));
        return ValueTask.CompletedTask;
    }
}
