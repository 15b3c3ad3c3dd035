using System.Collections.Concurrent;
using Sluice.SqlServer.Connections;

namespace Sluice.SqlServer.Locks;

/// <summary>The lock of one file. A file that this process has locked is known without asking the server.</summary>
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

    /// <summary>The name of a file's lock on the server.</summary>
    public static string ResourceOf(string path) => $"sluice/file/{Convert.ToHexStringLower(PathHash.Compute(path))}";

    /// <summary>Takes the lock of a file. Returns <see langword="null"/> if this or another process holds it.</summary>
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

    // Remove only this lock: another may have locked the file since.
    private void Forget() => held.TryRemove(KeyValuePair.Create(path, this));
}
