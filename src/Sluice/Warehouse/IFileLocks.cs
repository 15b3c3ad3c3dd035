namespace Sluice.Warehouse;

/// <summary>The locks of files.</summary>
public interface IFileLocks
{
    /// <summary>
    /// Takes the exclusive lock of a file. It is held until it is disposed or its holder dies. A load holds the lock from before it begins
    /// until its end is recorded. So if the lock of a running load is free, the load is abandoned.
    /// </summary>
    /// <returns>The lock, or <see langword="null"/> if another holds it.</returns>
    Task<IAsyncDisposable?> TryLockAsync(string path, CancellationToken cancellationToken);
}
