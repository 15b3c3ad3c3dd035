using DuckDB.NET.Data;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Validation;
using Sluice.Warehouse;

namespace Sluice.DuckDb;

/// <summary>What the transactions of all write modes have in common: appending, the ledger, and the end.</summary>
internal abstract class DuckDbLoadTransaction : ILoadTransaction
{
    /// <summary>The gate that writers to the ledger pass one at a time, so that they never conflict with each other.</summary>
    public const string LedgerGate = "ledger";

    private readonly DuckDbInstance instance;
    private readonly IReadOnlyList<TableColumn> columns;
    private BatchAppender? rows;
    private RejectAppender? rejects;
    private bool ended;

    /// <summary>Takes over a connection, which is closed in the end.</summary>
    protected DuckDbLoadTransaction(DuckDbInstance instance, DuckDBConnection connection, LoadTarget target)
    {
        this.instance = instance;
        Connection = connection;
        Target = target;
        columns = TableColumn.Read(connection, target.Dataset.Name);
    }

    /// <summary>The connection, which is this transaction's alone.</summary>
    protected DuckDBConnection Connection { get; }

    /// <summary>What is written to.</summary>
    protected LoadTarget Target { get; }

    /// <summary>Where rows are appended.</summary>
    protected abstract AppendTable RowTable { get; }

    /// <summary>Where rejects are appended.</summary>
    protected abstract AppendTable RejectTable { get; }

    /// <summary>Opens a transaction of the kind that the dataset's write mode needs.</summary>
    public static DuckDbLoadTransaction Begin(DuckDbInstance instance, LoadTarget target)
    {
        var connection = instance.Connect();
        try
        {
            return target.Dataset.WriteMode == WriteMode.Append
                ? new AppendTransaction(instance, connection, target)
                : new StagedTransaction(instance, connection, target);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task RemoveAsync(long fromRow, bool rejects, CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            FlushAppenders();
            Remove(fromRow, rejects);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task WriteAsync(ColumnBatch batch, CancellationToken cancellationToken)
    {
        // Not on another thread: the caller's stage of the pipeline does nothing else.
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfEnded();
        if (batch.Count > 0)
        {
            rows ??= new BatchAppender(Connection, RowTable, Target.Dataset, columns, Target.File.Id);
            rows.Append(batch);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task WriteAsync(IReadOnlyList<Reject> rejects, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfEnded();
        if (rejects.Count > 0)
        {
            this.rejects ??= new RejectAppender(Connection, RejectTable, Target);
            this.rejects.Append(rejects);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public abstract Task<FileRecord> CommitAsync(LoadProgress progress, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.Run(() =>
        {
            CloseAppenders();
            if (!ended)
            {
                ended = true;
                Connection.Rollback();
            }

            Connection.Dispose();
        });
    }

    /// <summary>Takes rows and rejects back, those of this transaction included; all of those have been flushed.</summary>
    protected abstract void Remove(long fromRow, bool rejects);

    /// <summary>Writes the ledger and commits.</summary>
    /// <param name="work">What goes before it in the same transaction.</param>
    /// <param name="progress">What the ledger gets.</param>
    /// <param name="cancellationToken">Ends the work; what is committed then stays so.</param>
    protected async Task<FileRecord> CommitAsync(Action work, LoadProgress progress, CancellationToken cancellationToken)
    {
        await RunAsync(
            () =>
            {
                FlushAppenders();
                CloseAppenders();
                work();
                return true;
            },
            cancellationToken);
        using (await instance.Gates.EnterAsync(LedgerGate, cancellationToken))
        {
            return await RunAsync(() => CommitLedger(progress), cancellationToken);
        }
    }

    private FileRecord CommitLedger(LoadProgress progress)
    {
        var file = DuckDbLedger.Commit(Connection, Target, progress) ?? throw new CheckpointConflictException(Target.File.Path);
        Connection.Execute("COMMIT");
        ended = true;
        return file;
    }

    private void FlushAppenders()
    {
        rows?.Flush();
        rejects?.Flush();
    }

    private void CloseAppenders()
    {
        rows?.Dispose();
        rows = null;
        rejects?.Dispose();
        rejects = null;
    }

    private async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        try
        {
            return await Task.Run(() => DuckDbErrors.Interruptible(Connection, work, cancellationToken), cancellationToken);
        }
        catch (DuckDBException exception) when (DuckDbErrors.IsConflict(exception))
        {
            throw new CheckpointConflictException(Target.File.Path);
        }
        catch (DuckDBException exception)
        {
            throw DuckDbErrors.Write(Target.Dataset.Name, exception.ErrorType, exception.Message);
        }
    }

    private void ThrowIfEnded()
    {
        if (ended)
        {
            throw new InvalidOperationException("The transaction has ended.");
        }
    }
}
