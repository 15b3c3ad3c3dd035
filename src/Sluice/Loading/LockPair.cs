using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>The locks of two files, which are taken in the same order by whoever takes both.</summary>
internal sealed class LockPair : IAsyncDisposable
{
    private readonly IAsyncDisposable first;
    private readonly IAsyncDisposable second;

    private LockPair(IAsyncDisposable first, IAsyncDisposable second)
    {
        this.first = first;
        this.second = second;
    }

    /// <summary>Takes both locks.</summary>
    /// <param name="locks">The locks of the warehouse.</param>
    /// <param name="file">The path of one file.</param>
    /// <param name="other">The path of the other.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The locks, or <see langword="null"/> if somebody else holds one of them.</returns>
    public static async Task<LockPair?> TryTakeAsync(ILocks locks, string file, string other, CancellationToken cancellationToken)
    {
        var isFirst = string.CompareOrdinal(file, other) < 0;
        var first = await locks.TryLockAsync(isFirst ? file : other, cancellationToken);
        if (first is null)
        {
            return null;
        }

        try
        {
            if (await locks.TryLockAsync(isFirst ? other : file, cancellationToken) is { } second)
            {
                return new LockPair(first, second);
            }
        }
        catch
        {
            await first.DisposeAsync();
            throw;
        }

        await first.DisposeAsync();
        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await second.DisposeAsync();
        await first.DisposeAsync();
    }
}
