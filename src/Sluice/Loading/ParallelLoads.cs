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
    public async Task LoadAsync(
        IEnumerable<(string Path, bool Again)> files, LoadTrigger trigger, Action<string, Load?> onEnded,
        CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(files, parallel, async (file, token) =>
        {
            await places.Writer.WriteAsync(true, token);
            try
            {
                onEnded(
                    file.Path,
                    file.Again
                        ? await loader.ReloadAsync(file.Path, trigger, progress: null, token)
                        : await loader.LoadAsync(file.Path, trigger, progress: null, token));
            }
            catch (FileNotFoundException)
            {
                LogGone(file.Path);
                onEnded(file.Path, null);
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
