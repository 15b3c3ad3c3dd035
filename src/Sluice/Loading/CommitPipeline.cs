using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>
/// The commits of one load. As many as the warehouse takes are written side by side, each in a transaction of its own, and they are made in
/// the order of the file: each has rows, rejects and checkpoint together, so whatever ends the load leaves it at one of them.
/// </summary>
internal sealed class CommitPipeline : IAsyncDisposable
{
    private readonly IWarehouse warehouse;
    private readonly LoadTelemetry telemetry;
    private readonly Action<ReadBatch> recycle;
    private readonly Action<LoadProgress, FileRecord> committed;
    private readonly CancellationTokenSource stop;

    // In the order of the file; the last one is what is written to now.
    private readonly Queue<PendingCommit> pending = [];
    private LoadTarget target;
    private PendingCommit? current;
    private Task last = Task.CompletedTask;

    /// <summary>Creates it; nothing has begun yet.</summary>
    /// <param name="warehouse">The warehouse.</param>
    /// <param name="target">What the first commit is of.</param>
    /// <param name="telemetry">Is told how long writing and committing take.</param>
    /// <param name="recycle">Is given each batch that has been written.</param>
    /// <param name="committed">Is told of each commit, one after the other.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public CommitPipeline(
        IWarehouse warehouse, LoadTarget target, LoadTelemetry telemetry, Action<ReadBatch> recycle,
        Action<LoadProgress, FileRecord> committed,
        CancellationToken cancellationToken)
    {
        this.warehouse = warehouse;
        this.target = target;
        this.telemetry = telemetry;
        this.recycle = recycle;
        this.committed = committed;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Begins the first commit.</summary>
    /// <param name="first">What is done in it before anything is written.</param>
    public async Task BeginAsync(Func<ILoadTransaction, Task> first)
    {
        var transaction = await warehouse.BeginAsync(target, stop.Token);
        Add(transaction);
        using (telemetry.Write.Measure())
        {
            await first(transaction);
        }
    }

    /// <summary>Writes a batch, which is returned then: it is no longer the caller's.</summary>
    public void Write(ReadBatch batch)
    {
        foreach (var commit in pending)
        {
            commit.ThrowIfFailed();
        }

        current!.Write(batch);
    }

    /// <summary>Has what was written since the last time committed, and begins the next commit.</summary>
    public async Task CommitAsync(LoadProgress progress)
    {
        End(progress);
        while (pending.Count >= warehouse.Limits.Commits)
        {
            await pending.Peek().Committed;
            await pending.Dequeue().DisposeAsync();
        }

        // As the commits before it leave it.
        target = target with
        {
            File = target.File with
            {
                Version = target.File.Version + 1,
                Checkpoint = progress.Checkpoint,
                Rows = progress.FileRows,
                Rejected = progress.FileRejected,
            },
        };
        Add(await warehouse.BeginAsync(target, stop.Token));
    }

    /// <summary>Has the rest committed, and waits for it.</summary>
    public async Task CompleteAsync(LoadProgress progress)
    {
        End(progress);
        foreach (var commit in pending)
        {
            await commit.Committed;
        }
    }

    /// <summary>Ends it. Commits that are on their way are still made; what was written since is not.</summary>
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
