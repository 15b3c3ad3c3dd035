using System.Collections.Concurrent;
using Sluice.SqlServer.Connections;

namespace Sluice.SqlServer.Locks;

/// <summary>A lock by name. A name that this process has locked is known without asking the server.</summary>
internal sealed class NamedLock : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, NamedLock> held;
    private readonly string name;
    private AppLock? server;

    private NamedLock(ConcurrentDictionary<string, NamedLock> held, string name)
    {
        this.held = held;
        this.name = name;
    }

    /// <summary>The resource of a lock on the server. Its prefix is older than the locks of operations.</summary>
    public static string ResourceOf(string name) => $"sluice/file/{Convert.ToHexStringLower(PathHash.Compute(name))}";

    /// <summary>Takes a lock. Returns <see langword="null"/> if this or another process holds it.</summary>
    public static async Task<NamedLock?> TryAcquireAsync(
        ConcurrentDictionary<string, NamedLock> held, Database database, string name, CancellationToken cancellationToken)
    {
        var taken = new NamedLock(held, name);
        if (!held.TryAdd(name, taken))
        {
            return null;
        }

        try
        {
            taken.server = await AppLock.TryAcquireAsync(database, ResourceOf(name), cancellationToken);
        }
        finally
        {
            if (taken.server is null)
            {
                taken.Forget();
            }
        }

        return taken.server is null ? null : taken;
    }

    /// <summary>Whether the server still holds the lock for this process.</summary>
    public Task<bool> IsHeldAsync(CancellationToken cancellationToken) =>
        server is null ? Task.FromResult(false) : server.IsHeldAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await server!.DisposeAsync();
        }
        finally
        {
            Forget();
        }
    }

    // Remove only this lock: another may have the name since.
    private void Forget() => held.TryRemove(KeyValuePair.Create(name, this));
}
