using Microsoft.Data.SqlClient;
using Sluice.Ledger;
using Sluice.Rows;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Ledger;
using Sluice.SqlServer.Locks;
using Sluice.SqlServer.Schema;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Loading;

/// <summary>One commit of a load: the common part of appending and staging.</summary>
internal abstract class LoadTransaction : ILoadTransaction
{
    // Buffer rejects in memory, so that the bulk copy of rows need not stop for each. The limit counts characters of raw text and messages.
    private const long MostPendingRejects = 4 << 20;

    private readonly NamedLocks locks;
    private readonly List<Reject> pending = [];
    private long pendingLength;
    private BulkStream? rows;

    protected LoadTransaction(Database database, NamedLocks locks, LoadTarget target, Session session, DatasetTable table)
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

    /// <summary>The session that writes rows and rejects.</summary>
    protected Session Session { get; }

    /// <summary>The table of the dataset, with its existing columns.</summary>
    protected DatasetTable Table { get; }

    /// <summary>Identifies the commit in the ledger.</summary>
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

        // The commit is made: do not cancel from here on.
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
            Session.Abandon();
        }
        else
        {
            await Session.DisposeAsync();
        }

        await CleanUpAsync();
    }

    /// <summary>The table for rows, quoted, and the options of the bulk copy.</summary>
    protected abstract Task<(string Table, SqlBulkCopyOptions Options)> RowsTargetAsync(CancellationToken cancellationToken);

    /// <summary>The table for rejects, quoted.</summary>
    protected abstract Task<string> RejectsTargetAsync(CancellationToken cancellationToken);

    /// <summary>Commits the flushed rows and rejects.</summary>
    protected abstract Task CommitFlushedAsync(LoadProgress progress, CancellationToken cancellationToken);

    /// <summary>Removes what the session's rollback does not remove.</summary>
    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    /// <summary>Removes rejects of the file from a row on, within the session's transaction.</summary>
    protected async Task RemoveRejectsAsync(Session session, long fromRow, CancellationToken cancellationToken)
    {
        if (Target.File is not { Checkpoint: null, Rejected: 0 })
        {
            await session.ExecuteAsync(LedgerStatements.RemoveRejects(), cancellationToken, ("file_id", Target.File.Id), ("row", fromRow));
        }
    }

    /// <summary>Runs a part of the work, and tells transient errors from others.</summary>
    /// <exception cref="WarehouseInterruptedException">A transient error ended the transaction.</exception>
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

    /// <summary>The exception for an error, without the error's message, which can quote a value.</summary>
    protected Exception Failure(Exception exception, bool isTransient)
    {
        var number = exception is SqlException error ? $"error {error.Number}" : exception.GetType().Name;
        return isTransient
            ? new WarehouseInterruptedException(
                $"The warehouse interrupted a load into {Target.Dataset.Name} ({number}); what was not committed is loaded again.")
            : new InvalidOperationException($"The warehouse refused rows of dataset {Target.Dataset.Name} ({number}).");
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
