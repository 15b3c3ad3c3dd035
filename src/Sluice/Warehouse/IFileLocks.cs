namespace Sluice.Warehouse;

/// <summary>The locks of files.</summary>
public interface IFileLocks
{
    /// <summary>
    /// Takes the lock of a file: held by one at a time, until it is disposed of or its holder dies. Who loads a file holds it from before
    /// the load begins until its end is recorded, so a load whose lock was seen free is nobody's any more, whoever takes the lock next.
    /// </summary>
    /// <returns>The lock, or <see langword="null"/> if another holds it.</returns>
    Task<IAsyncDisposable?> TryLockAsync(string path, CancellationToken cancellationToken);
}
