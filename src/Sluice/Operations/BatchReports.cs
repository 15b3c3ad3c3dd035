using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.Operations;

/// <summary>
/// Reports how far the batches of a process are while they are worked on: about one report a second for all of them together, and none if
/// no file has ended since the last. So batches of small files, which take less, do not pay for the progress. Safe for concurrent use.
/// </summary>
internal sealed class BatchReports(IOperations operations, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private int batches;

    /// <summary>Reports how far a batch is, until the result is disposed.</summary>
    /// <param name="batch">The batch, which was begun.</param>
    /// <param name="tally">What became of its files so far.</param>
    /// <param name="cancellationToken">Cancels a report.</param>
    public IAsyncDisposable Start(BatchKey batch, BatchTally tally, CancellationToken cancellationToken)
    {
        var stop = new CancellationTokenSource();
        return new Running(stop, RunAsync(batch, tally, stop.Token, cancellationToken));
    }

    private async Task RunAsync(BatchKey batch, BatchTally tally, CancellationToken stop, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref batches);
        for (var files = 0L; ;)
        {
            await Task.Delay(Pause * Volatile.Read(ref batches), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
            {
                Interlocked.Decrement(ref batches);
                return;
            }

            var progress = tally.Progress;
            if (progress.Files == files)
            {
                continue;
            }

            try
            {
                await operations.ReportBatchAsync(batch, progress, time.GetUtcNow(), cancellationToken);
                files = progress.Files;
            }
            catch (Exception)
            {
                // The end of the batch counts all of it, or says why it cannot.
            }
        }
    }

    private sealed class Running(CancellationTokenSource stop, Task reporting) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await reporting;
            stop.Dispose();
        }
    }
}
