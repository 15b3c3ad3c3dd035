using Microsoft.Data.SqlClient;
using Sluice.Ledger;
using Sluice.Rows;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Ledger;
using Sluice.SqlServer.Locks;
using Sluice.SqlServer.Schema;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Loading;

/// <summary>One commit of a load: what the ways of writing have in common.</summary>
internal abstract class LoadTransaction : ILoadTransaction
{
    // Rejects wait in memory, so that the rows need not stop for each: as many characters as this, raw text and messages.
    private const long MostPendingRejects = 4 << 20;

    private readonly FileLocks locks;
    private readonly List<Reject> pending = [];
    private long pendingLength;
    private BulkStream? rows;

    protected LoadTransaction(Database database, FileLocks locks, LoadTarget target, Session session, DatasetTable table)
    {
        this.locks = locks;
        Database = database;
        Target = target;
        Session = session;
        Table = table;
    }

    /// <summary>The database.</summary>
    protected Database Database { get; }

    /// <summary>The load.</summary>
    protected LoadTarget Target { get; }

    /// <summary>The connection that rows and rejects are written on.</summary>
    protected Session Session { get; }

    /// <summary>The table of the dataset, with the columns that it has.</summary>
    protected DatasetTable Table { get; }

    /// <summary>Names the commit.</summary>
    protected Guid Token { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public abstract Task RemoveAsync(long fromRow, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract Task SupersedeAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public Task WriteAsync(ColumnBatch batch, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            if (batch.Count == 0)
            {
                return;
            }

            if (rows is null)
            {
                var (table, options) = await RowsTargetAsync(cancellationToken);
                rows = new BulkStream(Session, table, new BatchReader(Target, Table), options);
            }

            await rows.WriteAsync(batch, cancellationToken);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task WriteAsync(IReadOnlyList<Reject> rejects, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            pending.AddRange(rejects);
            pendingLength += rejects.Sum(r => (long)r.RawText.Length + r.Errors.Sum(e => e.Message.Length));
            if (pendingLength > MostPendingRejects)
            {
                await FlushAsync(cancellationToken);
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task CompleteAsync(CancellationToken cancellationToken) => GuardAsync(() => FlushAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<FileRecord> CommitAsync(LoadProgress progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await GuardAsync(() => FlushAsync(cancellationToken), cancellationToken);
        await locks.CheckAsync(Target.File.Path, cancellationToken);
        await CommitFlushedAsync(progress, cancellationToken);

        // It is committed: a connection that is cut now must not hide that.
        return (await Database.RunAsync(
            (session, token) => SqlServerLedger.FindFileAsync(session, Target.File.Path, token), CancellationToken.None))!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (rows is not null)
        {
            await rows.DisposeAsync();
        }

        if (rows is { HasEnded: false })
        {
            Session.Leave();
        }
        else
        {
            await Session.DisposeAsync();
        }

        await CleanUpAsync();
    }

    /// <summary>Where rows go: the table, quoted, and how they are copied into it.</summary>
    protected abstract Task<(string Table, SqlBulkCopyOptions Options)> RowsTargetAsync(CancellationToken cancellationToken);

    /// <summary>Where rejects go.</summary>
    protected abstract Task<string> RejectsTargetAsync(CancellationToken cancellationToken);

    /// <summary>Commits what has been written.</summary>
    protected abstract Task CommitFlushedAsync(LoadProgress progress, CancellationToken cancellationToken);

    /// <summary>Removes what is there besides the session's transaction.</summary>
    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    /// <summary>Takes back rejects of the file, within the session's transaction.</summary>
    protected async Task RemoveRejectsAsync(Session session, long fromRow, CancellationToken cancellationToken)
    {
        if (Target.File is not { Checkpoint: null, Rejected: 0 })
        {
            await session.ExecuteAsync(LedgerStatements.RemoveRejects(), cancellationToken, ("file_id", Target.File.Id), ("row", fromRow));
        }
    }

    /// <summary>Does a part of the work, and tells what passes from what does not.</summary>
    /// <exception cref="WarehouseInterruptedException">It is lost.</exception>
    protected async Task GuardAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && exception is not OperationCanceledException)
        {
            throw new OperationCanceledException("The work on the warehouse was cancelled.", exception, cancellationToken);
        }
        catch (Exception exception) when (exception is SqlException || TransientErrors.Is(exception, Session.Connection))
        {
            throw Failure(exception, TransientErrors.Is(exception, Session.Connection));
        }
    }

    /// <summary>An error without its message, which may have a value in it.</summary>
    protected Exception Failure(Exception exception, bool isTransient)
    {
        var number = exception is SqlException error ? $"error {error.Number}" : exception.GetType().Name;
        return isTransient
            ? new WarehouseInterruptedException($"The warehouse cut off a load into {Target.Dataset.Name} ({number}); what was not committed is loaded again.")
            : new InvalidOperationException($"The warehouse did not take rows of dataset {Target.Dataset.Name} ({number}).");
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (rows is not null)
        {
            await rows.CompleteAsync(cancellationToken);
            await rows.DisposeAsync();
            rows = null;
        }

        if (pending.Count > 0)
        {
            var table = await RejectsTargetAsync(cancellationToken);
            using var reader = new RejectReader(Target, pending);
            await BulkStream.CopyAsync(Session, table, reader, SqlBulkCopyOptions.Default, cancellationToken);
            pending.Clear();
            pendingLength = 0;
        }
    }
}
