namespace Sluice.Warehouse;

/// <summary>Exclusive locks by name, over all processes that share the warehouse.</summary>
/// <remarks>
/// The lock of a file has the file's path as its name. A load holds it from before it begins until its end is recorded. So if the lock of a
/// running load is free, the load is abandoned. The lock of an operation is held by a process that does its work without a queue. The name
/// of that lock is not a path, so no file has it.
/// </remarks>
public interface ILocks
{
    /// <summary>Takes a lock. It is held until it is disposed or its holder dies.</summary>
    /// <param name="name">The name of the lock: the path of a file, or a text that is not a path.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The lock, or <see langword="null"/> if another holds it.</returns>
    Task<IAsyncDisposable?> TryLockAsync(string name, CancellationToken cancellationToken);
}
