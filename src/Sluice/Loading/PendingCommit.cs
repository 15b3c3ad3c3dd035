using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>
/// One commit of a load. Batches that are handed over are written to its transaction in the background. Invariant: every batch is recycled
/// exactly once, also after a failure; the first failure is kept, and thrown by the next call of <see cref="ThrowIfFailed"/> and by
/// <see cref="Committed"/>.
/// </summary>
internal sealed class PendingCommit : IAsyncDisposable
{
    private readonly ILoadTransaction transaction;
    private readonly Action<ReadBatch> recycle;
    private readonly LoadTelemetry telemetry;
    private readonly CancellationToken cancellationToken;

    // Unbounded, because the number of batches is bounded by BatchPipeline.
    private readonly Channel<ReadBatch> batches = Channel.CreateUnbounded<ReadBatch>();
    private readonly Task writing;
    private Exception? failure;

    /// <summary>Starts writing in the background.</summary>
    /// <param name="transaction">The transaction; disposed with this.</param>
    /// <param name="recycle">Receives each batch once it has been written.</param>
    /// <param name="telemetry">Measures writing and committing.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public PendingCommit(
        ILoadTransaction transaction, Action<ReadBatch> recycle, LoadTelemetry telemetry, CancellationToken cancellationToken)
    {
        this.transaction = transaction;
        this.recycle = recycle;
        this.telemetry = telemetry;
        this.cancellationToken = cancellationToken;
        writing = Task.Run(WriteAllAsync, CancellationToken.None);
    }

    /// <summary>Completes when the transaction has committed, or fails. Already completed before <see cref="Commit"/> is called.</summary>
    public Task Committed { get; private set; } = Task.CompletedTask;

    /// <summary>Hands over a batch for writing.</summary>
    public void Write(ReadBatch batch) => batches.Writer.TryWrite(batch);

    /// <summary>Ends the batches and starts the commit, which waits for the one before it.</summary>
    /// <param name="before">Completes when the commit before this one has been made. If that fails, this one is never made.</param>
    /// <param name="progress">The progress of the load with this commit.</param>
    /// <param name="committed">Called after the commit.</param>
    public void Commit(Task before, LoadProgress progress, Action<LoadProgress, FileRecord> committed)
    {
        batches.Writer.Complete();
        Committed = CommitAsync(before, progress, committed);
    }

    /// <summary>Throws the first failure, if there is one.</summary>
    public void ThrowIfFailed()
    {
        if (Volatile.Read(ref failure) is { } exception)
        {
            ExceptionDispatchInfo.Throw(exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        batches.Writer.TryComplete();
        await writing;
        await Committed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await transaction.DisposeAsync();
    }

    // After a failure, batches are still recycled, or the reader would wait for them forever.
    private async Task WriteAllAsync()
    {
        await foreach (var batch in batches.Reader.ReadAllAsync(CancellationToken.None))
        {
            if (failure is null)
            {
                await TryAsync(() => WriteAsync(batch));
            }

            recycle(batch);
        }

        if (failure is null && !cancellationToken.IsCancellationRequested)
        {
            await TryAsync(() => transaction.CompleteAsync(cancellationToken));
        }
    }

    private async Task WriteAsync(ReadBatch batch)
    {
        using var measurement = telemetry.Write.Measure();
        if (batch.Rows.Count > 0)
        {
            await transaction.WriteAsync(batch.Rows, cancellationToken);
        }

        if (batch.Rejects.Count > 0)
        {
            await transaction.WriteAsync(batch.Rejects, cancellationToken);
        }
    }

    private async Task CommitAsync(Task before, LoadProgress progress, Action<LoadProgress, FileRecord> committed)
    {
        await writing;
        ThrowIfFailed();
        await before;
        await TryAsync(async () =>
        {
            FileRecord file;
            using (telemetry.Commit.Measure())
            using (telemetry.StartCommit())
            {
                file = await transaction.CommitAsync(progress, cancellationToken);
            }

            committed(progress, file);
        });
        ThrowIfFailed();
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception)
        {
            Volatile.Write(ref failure, exception);
        }
    }
}
