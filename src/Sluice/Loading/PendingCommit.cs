using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>One commit of a load: what is handed over is written to its transaction meanwhile.</summary>
internal sealed class PendingCommit : IAsyncDisposable
{
    private readonly ILoadTransaction transaction;
    private readonly Action<ReadBatch> recycle;
    private readonly LoadTelemetry telemetry;
    private readonly CancellationToken cancellationToken;

    // As many as there are batches.
    private readonly Channel<ReadBatch> batches = Channel.CreateUnbounded<ReadBatch>();
    private readonly Task writing;
    private Exception? failure;

    /// <summary>Begins.</summary>
    /// <param name="transaction">The transaction; disposed of with this.</param>
    /// <param name="recycle">Is given each batch that has been written.</param>
    /// <param name="telemetry">Is told how long writing and committing take.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public PendingCommit(
        ILoadTransaction transaction, Action<ReadBatch> recycle, LoadTelemetry telemetry, CancellationToken cancellationToken)
    {
        this.transaction = transaction;
        this.recycle = recycle;
        this.telemetry = telemetry;
        this.cancellationToken = cancellationToken;
        writing = Task.Run(WriteAllAsync, CancellationToken.None);
    }

    /// <summary>Ends when the commit is made; before <see cref="Commit"/> it has not begun.</summary>
    public Task Committed { get; private set; } = Task.CompletedTask;

    /// <summary>Hands over a batch.</summary>
    public void Write(ReadBatch batch) => batches.Writer.TryWrite(batch);

    /// <summary>Says that there is no more, and has it committed, after another one.</summary>
    /// <param name="before">Ends when the one before it is made.</param>
    /// <param name="progress">How the load stands with it.</param>
    /// <param name="committed">Is told of it.</param>
    public void Commit(Task before, LoadProgress progress, Action<LoadProgress, FileRecord> committed)
    {
        batches.Writer.Complete();
        Committed = CommitAsync(before, progress, committed);
    }

    /// <summary>Throws why it cannot be made, if that is known.</summary>
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

    // After a failure all batches are still returned: whoever fills them must not wait for one.
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
