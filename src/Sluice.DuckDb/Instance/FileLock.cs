using System.Collections.Concurrent;

namespace Sluice.DuckDb.Instance;

/// <summary>The lock of one file in this process. Disposing releases it.</summary>
internal sealed class FileLock : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FileLock> held;
    private readonly string path;

    private FileLock(ConcurrentDictionary<string, FileLock> held, string path)
    {
        this.held = held;
        this.path = path;
    }

    /// <summary>Takes the lock of a file. Returns <see langword="null"/> if it is held.</summary>
    public static FileLock? TryAcquire(ConcurrentDictionary<string, FileLock> held, string path)
    {
        var taken = new FileLock(held, path);
        return held.TryAdd(path, taken) ? taken : null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // Remove only this lock: another may have locked the file since.
        held.TryRemove(KeyValuePair.Create(path, this));
        return ValueTask.CompletedTask;
    }
}
