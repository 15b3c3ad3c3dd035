using System.Collections.Concurrent;
using Sluice.SqlServer.Connections;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Locks;

/// <summary>The locks that this process holds in a database. Safe for concurrent use.</summary>
/// <param name="database">The database.</param>
internal sealed class NamedLocks(Database database)
{
    private readonly ConcurrentDictionary<string, NamedLock> held = new(StringComparer.Ordinal);

    /// <summary>Takes a lock.</summary>
    /// <returns>The lock, or <see langword="null"/> if it is held, here or elsewhere.</returns>
    public Task<NamedLock?> TryAcquireAsync(string name, CancellationToken cancellationToken) =>
        NamedLock.TryAcquireAsync(held, database, name, cancellationToken);

    /// <summary>Whether this process holds a lock, whatever the server says of the connection.</summary>
    public bool IsHeldHere(string name) => held.ContainsKey(name);

    /// <summary>Makes sure that the server still knows a lock, if this process holds it.</summary>
    /// <exception cref="WarehouseInterruptedException">The server ended the connection that held the lock.</exception>
    public async Task CheckAsync(string name, CancellationToken cancellationToken)
    {
        if (held.TryGetValue(name, out var taken) && !await taken.IsHeldAsync(cancellationToken))
        {
            throw new WarehouseInterruptedException($"The lock of {name} was lost: the warehouse ended the connection that held it.");
        }
    }
}
