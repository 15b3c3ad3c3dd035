using System.Collections.Concurrent;
using Sluice.SqlServer.Connections;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Locks;

/// <summary>The locks of files that this process holds in a database. Safe for concurrent use.</summary>
/// <param name="database">The database.</param>
internal sealed class FileLocks(Database database)
{
    private readonly ConcurrentDictionary<string, FileLock> held = new(StringComparer.Ordinal);

    /// <summary>Takes the lock of a file.</summary>
    /// <returns>The lock, or <see langword="null"/> if it is held, here or elsewhere.</returns>
    public Task<FileLock?> TryAcquireAsync(string path, CancellationToken cancellationToken) =>
        FileLock.TryAcquireAsync(held, database, path, cancellationToken);

    /// <summary>Whether this process holds the lock of a file, whatever the server says of the connection.</summary>
    public bool IsHeldHere(string path) => held.ContainsKey(path);

    /// <summary>Makes sure that the server still knows the lock of a file, if this process holds it.</summary>
    /// <exception cref="WarehouseInterruptedException">The server ended the connection that held the lock.</exception>
    public async Task CheckAsync(string path, CancellationToken cancellationToken)
    {
        if (held.TryGetValue(path, out var taken) && !await taken.IsHeldAsync(cancellationToken))
        {
            throw new WarehouseInterruptedException($"The lock of {path} was lost: the warehouse ended the connection that held it.");
        }
    }
}
