using System.Collections.Concurrent;
using System.Text;
using Sluice.Lake;

namespace Sluice.Warehouse;

/// <summary>
/// The stamps of a warehouse that several processes change: a small file of each dataset in the lake. A process writes it when it begins to
/// change rows, and again every minute until it has ended. The stamp is the version of the file; while the file is younger than
/// <see cref="Hold"/>, there is none. Invariant: at each commit, the file is younger than <see cref="Hold"/> by more than a minute, which
/// is more than the clocks of the machines differ.
/// </summary>
/// <param name="storage">The lake.</param>
/// <param name="time">The clock.</param>
public sealed class LakeRowStamps(ILakeStorage storage, TimeProvider time) : IRowStamps
{
    /// <summary>How long after its last write a file gives no stamp.</summary>
    internal static readonly TimeSpan Hold = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Often = TimeSpan.FromMinutes(1);

    // A load that begins right after another one finds the file written. With the pause until its own first write, that is below two
    // minutes.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(45);

    private readonly ConcurrentDictionary<string, StampFile> files = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool AreShared => true;

    /// <inheritdoc/>
    public async Task<IAsyncDisposable> ChangeAsync(string dataset, CancellationToken cancellationToken)
    {
        var file = files.GetOrAdd(dataset, d => new StampFile(storage, time, PathOf(d)));
        await file.WriteIfOldAsync(cancellationToken);
        return new Change(file, time);
    }

    /// <inheritdoc/>
    public async Task<string?> ReadAsync(IEnumerable<string> datasets, CancellationToken cancellationToken)
    {
        try
        {
            var found = await Task.WhenAll(datasets.Select(d => storage.FindAsync(PathOf(d), cancellationToken)));
            var now = time.GetUtcNow();
            return found.Any(f => now - f?.LastModified < Hold) ? null : string.Join(',', found.Select(f => f?.ETag));
        }
        catch (LakeUnavailableException)
        {
            return null;
        }
    }

    private static string PathOf(string dataset) => $"{KeptFiles.Container}/{KeptFiles.Stamps}{dataset}.txt";

    private sealed class StampFile(ILakeStorage storage, TimeProvider time, string path)
    {
        private long? writtenAt;

        private SemaphoreSlim Gate { get; } = new(1);

        public async Task WriteIfOldAsync(CancellationToken cancellationToken)
        {
            await Gate.WaitAsync(cancellationToken);
            try
            {
                if (writtenAt is { } last && time.GetElapsedTime(last) < Fresh)
                {
                    return;
                }

                var now = time.GetTimestamp();
                using var content = new MemoryStream(Encoding.ASCII.GetBytes($"{Guid.NewGuid():N}\n"));
                await storage.UploadAsync(path, content, progress: null, cancellationToken);
                writtenAt = now;
            }
            finally
            {
                Gate.Release();
            }
        }
    }

    private sealed class Change : IAsyncDisposable
    {
        private readonly CancellationTokenSource ended = new();
        private readonly Task writing;
        private int isDisposed;

        public Change(StampFile file, TimeProvider time) => writing = WriteAsync(file, time);

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref isDisposed, 1) == 0)
            {
                await ended.CancelAsync();
                await writing;
                ended.Dispose();
            }
        }

        private async Task WriteAsync(StampFile file, TimeProvider time)
        {
            using var timer = new PeriodicTimer(Often, time);
            try
            {
                while (await timer.WaitForNextTickAsync(ended.Token))
                {
                    try
                    {
                        await file.WriteIfOldAsync(ended.Token);
                    }
                    catch (LakeUnavailableException)
                    {
                        // The load cannot read its file either. The next minute tries again.
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The change has ended.
            }
        }
    }
}
