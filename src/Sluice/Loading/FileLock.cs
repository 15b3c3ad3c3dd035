using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>The lock of one file, for work that must be done whoever holds it now.</summary>
internal static class FileLock
{
    /// <summary>The pause after the first try.</summary>
    public static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>Takes the lock of a file, once nobody else holds it.</summary>
    /// <param name="locks">The locks of the warehouse.</param>
    /// <param name="path">The file's path, container first.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static async Task<IAsyncDisposable> TakeAsync(ILocks locks, string path, CancellationToken cancellationToken)
    {
        for (var pause = ShortestPause; ; pause = Longer(pause))
        {
            if (await locks.TryLockAsync(path, cancellationToken) is { } @lock)
            {
                return @lock;
            }

            await Task.Delay(pause, cancellationToken);
        }
    }

    /// <summary>The pause after one without success.</summary>
    public static TimeSpan Longer(TimeSpan pause) => pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
}
