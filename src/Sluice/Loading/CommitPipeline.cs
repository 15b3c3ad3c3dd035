using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>
/// The commits of one load. Up to <see cref="Rows.WarehouseLimits.Commits"/> of them are written in parallel, each in its own transaction,
/// but they commit strictly in the order of the file. Invariant: each commit has rows, rejects and checkpoint together and expects the
/// file's version that its predecessor leaves. So the table always holds a prefix of the file that matches the checkpoint, whatever ends
/// the load, and a commit without its predecessor fails the compare-and-swap.
/// </summary>
internal sealed class CommitPipeline : IAsyncDisposable
{
    private readonly ILoadTransactions warehouse;
    private readonly LoadTelemetry telemetry;
    private readonly Action<ReadBatch> recycle;
    private readonly Action<LoadProgress, FileRecord> committed;
    private readonly CancellationTokenSource stop;

    // In the order of the file. The last one is "current": rows are written to it.
    private readonly Queue<PendingCommit> pending = [];
    private LoadTarget target;
    private PendingCommit? current;
    private Task last = Task.CompletedTask;

    /// <summary>Creates the pipeline without beginning a transaction.</summary>
    /// <param name="warehouse">The warehouse.</param>
    /// <param name="target">The target of the first commit.</param>
    /// <param name="telemetry">Measures writing and committing.</param>
    /// <param name="recycle">Receives each batch once it has been written.</param>
    /// <param name="committed">Called after each commit, never concurrently.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public CommitPipeline(
        ILoadTransactions warehouse, LoadTarget target, LoadTelemetry telemetry, Action<ReadBatch> recycle,
        Action<LoadProgress, FileRecord> committed, CancellationToken cancellationToken)
    {
        this.warehouse = warehouse;
        this.target = target;
        this.telemetry = telemetry;
        this.recycle = recycle;
        this.committed = committed;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Begins the first commit.</summary>
    /// <param name="first">What to do in its transaction before rows are written.</param>
    public async Task BeginAsync(Func<ILoadTransaction, Task> first)
    {
        var transaction = await warehouse.BeginAsync(target, stop.Token);
        Add(transaction);
        using (telemetry.Write.Measure())
        {
            await first(transaction);
        }
    }

    /// <summary>
    /// Hands over a batch for writing. It no longer belongs to the caller: <c>recycle</c> receives it. Throws if an earlier write or commit
    /// failed.
    /// </summary>
    public void Write(ReadBatch batch)
    {
        foreach (var commit in pending)
        {
            commit.ThrowIfFailed();
        }

        current!.Write(batch);
    }

    /// <summary>
    /// Starts to commit what was written since the last call, and begins the next transaction. Waits first until fewer commits are pending
    /// than the warehouse allows; if it allows only one, until this one is made.
    /// </summary>
    public async Task CommitAsync(LoadProgress progress)
    {
        End(progress);
        while (pending.Count >= warehouse.Limits.Commits)
        {
            await pending.Peek().Committed;
            await pending.Dequeue().DisposeAsync();
        }

        // The file's row as this commit will leave it. Its version is known in advance, because each commit adds one. So the next
        // transaction can begin before this one has committed.
        target = target with
        {
            File = target.File with
            {
                RowVersion = target.File.RowVersion + 1,
                Checkpoint = progress.Checkpoint,
                Fingerprint = progress.Fingerprint,
                Rows = progress.FileRows,
                Rejected = progress.FileRejected,
                Erased = progress.FileErased,
            },
        };
        Add(await warehouse.BeginAsync(target, stop.Token));
    }

    /// <summary>Commits the rest and waits for all commits.</summary>
    public async Task CompleteAsync(LoadProgress progress)
    {
        End(progress);
        foreach (var commit in pending)
        {
            await commit.Committed;
        }
    }

    /// <summary>Ends the pipeline. Commits that were started are completed first. What was written since is rolled back.</summary>
    public async ValueTask DisposeAsync()
    {
        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stop.CancelAsync();
        foreach (var commit in pending)
        {
            await commit.DisposeAsync();
        }

        stop.Dispose();
    }

    private void Add(ILoadTransaction transaction)
    {
        current = new PendingCommit(transaction, recycle, telemetry, stop.Token);
        pending.Enqueue(current);
    }

    private void End(LoadProgress progress)
    {
        current!.Commit(last, progress, committed);
        last = current.Committed;
    }
}
