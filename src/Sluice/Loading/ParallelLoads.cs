using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Sluice.Ledger;

namespace Sluice.Loading;

/// <summary>Loads many files, as many at a time as <see cref="LoaderOptions.Concurrency"/> allows, whoever calls.</summary>
internal sealed partial class ParallelLoads(Loader loader, LoaderOptions options, ILogger logger)
{
    // As a semaphore: a load puts something in when it begins, which waits while the channel is full, and takes something out at its end.
    private readonly Channel<bool> places = Channel.CreateBounded<bool>(options.Concurrency);

    /// <summary>Loads the files, and starts them in this order.</summary>
    /// <param name="files">The path of each file, and whether it is loaded again if it is loaded already.</param>
    /// <param name="trigger">What asked for it.</param>
    /// <param name="onEnded">Receives each file with its load when that has ended. A file that is gone has none.</param>
    /// <param name="cancellationToken">Cancels the loads.</param>
    public Task LoadAsync(
        IEnumerable<(string Path, bool Again)> files, LoadTrigger trigger, Action<string, Load?> onEnded,
        CancellationToken cancellationToken) => EachAsync(
        files,
        async (file, token) =>
        {
            try
            {
                onEnded(file.Path, await loader.LoadNowAsync(file.Path, file.Again, trigger, token));
            }
            catch (FileNotFoundException)
            {
                LogGone(file.Path);
                onEnded(file.Path, null);
            }
        },
        cancellationToken);

    /// <summary>Follows the renames of files (<see cref="Loader.MoveAsync"/>), and starts them in this order.</summary>
    /// <param name="files">The path of each file before and after.</param>
    /// <param name="renamedAt">When they were renamed; <see langword="null"/> if unknown.</param>
    /// <param name="onEnded">Receives each file, by its path after, with what was done when that has ended.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="FileBusyException">Another load held some of the files for too long; the others are done.</exception>
    public async Task MoveAsync(
        IEnumerable<(string From, string To)> files, DateTimeOffset? renamedAt, Action<string, Load?> onEnded,
        CancellationToken cancellationToken)
    {
        FileBusyException? busy = null;
        await EachAsync(
            files,
            async (file, token) =>
            {
                try
                {
                    onEnded(file.To, await loader.MoveAsync(file.From, file.To, renamedAt, token));
                }
                catch (FileBusyException e)
                {
                    busy = e;
                }
            },
            cancellationToken);
        if (busy is not null)
        {
            throw busy;
        }
    }

    private Task EachAsync<T>(IEnumerable<T> files, Func<T, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(files, parallel, async (file, token) =>
        {
            await places.Writer.WriteAsync(true, token);
            try
            {
                await work(file, token);
            }
            finally
            {
                places.Reader.TryRead(out _);
            }
        });
    }

    [LoggerMessage(21, LogLevel.Information, "{File} was deleted after it was listed")]
    private partial void LogGone(string file);
}
