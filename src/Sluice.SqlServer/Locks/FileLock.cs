using System.Collections.Concurrent;
using Sluice.SqlServer.Connections;

namespace Sluice.SqlServer.Locks;

/// <summary>The lock of one file. In this process it is known without a question to the server.</summary>
internal sealed class FileLock : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FileLock> held;
    private readonly string path;
    private AppLock? server;

    private FileLock(ConcurrentDictionary<string, FileLock> held, string path)
    {
        this.held = held;
        this.path = path;
    }

    /// <summary>What the server knows the lock of a file by.</summary>
    public static string ResourceOf(string path) => $"sluice/file/{Convert.ToHexStringLower(PathHash.Compute(path))}";

    /// <summary>Takes the lock of a file, unless it is held here or elsewhere.</summary>
    public static async Task<FileLock?> TryAcquireAsync(
        ConcurrentDictionary<string, FileLock> held, Database database, string path, CancellationToken cancellationToken)
    {
        var taken = new FileLock(held, path);
        if (!held.TryAdd(path, taken))
        {
            return null;
        }

        try
        {
            taken.server = await AppLock.TryAcquireAsync(database, ResourceOf(path), cancellationToken);
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

    /// <summary>Whether the server still knows it.</summary>
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

    // Only its own entry: the file may be locked by another since.
    private void Forget() => held.TryRemove(KeyValuePair.Create(path, this));
}
