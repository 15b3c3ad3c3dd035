using DuckDB.NET.Data;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Validation;
using Sluice.Warehouse;

namespace Sluice.DuckDb;

/// <summary>
/// One commit of a load. Rows of an <c>append</c> dataset go straight into the table, in a transaction that is open from the start.
/// Those of the other datasets go to temporary tables, and the transaction is only as long as the commit: it must see what others
/// committed before it, and takes its turn with them.
/// </summary>
internal sealed class DuckDbLoadTransaction : ILoadTransaction
{
    private static readonly AppendTable StagedRows = new("temp", "main", MergeTable.Staged);
    private static readonly AppendTable StagedRejects = new("temp", "main", "staged_rejects");

    private readonly DuckDbInstance instance;
    private readonly DuckDBConnection connection;
    private readonly IDisposable memory;
    private readonly LoadTarget target;
    private readonly List<TableColumn> columns;
    private readonly List<Action> room = [];
    private BatchAppender? rows;
    private RejectAppender? rejects;
    private bool inTransaction;

    private DuckDbLoadTransaction(DuckDbInstance instance, LoadTarget target)
    {
        this.instance = instance;
        this.target = target;
        memory = instance.Memory.ReserveLoad(target.Dataset.Schema.Fields.Count);
        try
        {
            connection = instance.Connect();
            columns = TableColumn.Read(connection, target.Dataset.Name);
            Open();
        }
        catch
        {
            connection?.Dispose();
            memory.Dispose();
            throw;
        }
    }

    private bool IsStaged => target.Dataset.WriteMode != WriteMode.Append;

    private bool IsMerged => target.Dataset.WriteMode == WriteMode.Merge;

    private string Table => Sql.Table(target.Dataset.Name);

    /// <summary>Begins.</summary>
    public static ILoadTransaction Begin(DuckDbInstance instance, LoadTarget target) => new DuckDbLoadTransaction(instance, target);

    /// <inheritdoc/>
    public Task RemoveAsync(long fromRow, CancellationToken cancellationToken) => MakeRoomAsync(
        () =>
        {
            if (target.File.Checkpoint is null)
            {
                // No row of it is in the table.
            }
            else if (IsMerged)
            {
                new MergeTable(connection, target).TakeBack(fromRow);
            }
            else
            {
                connection.Execute($"DELETE FROM {Table} WHERE _file = $1 AND _row >= $2", target.File.Id, fromRow);
            }

            RemoveRejects(fromRow);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task RetireAsync(CancellationToken cancellationToken) => MakeRoomAsync(
        () =>
        {
            new MergeTable(connection, target).Retire();
            RemoveRejects(1);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task WriteAsync(ColumnBatch batch, CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            var table = IsStaged ? StagedRows : new AppendTable("warehouse", "lake", target.Dataset.Name);
            rows ??= new BatchAppender(connection, table, target, columns);
            rows.Append(batch);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task WriteAsync(IReadOnlyList<Reject> rejects, CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            this.rejects ??= new RejectAppender(connection, IsStaged ? StagedRejects : new AppendTable("warehouse", "sluice", "reject"), target);
            this.rejects.Append(rejects);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<FileRecord> CommitAsync(LoadProgress progress, CancellationToken cancellationToken)
    {
        using var gate = IsStaged ? await instance.Gates.EnterAsync($"table {target.Dataset.Name}", cancellationToken) : null;
        try
        {
            return await Task.Run(() => DuckDbErrors.Interruptible(connection, () => Commit(progress), cancellationToken), cancellationToken);
        }
        catch (DuckDBException exception) when (DuckDbErrors.IsConflict(exception))
        {
            throw new CheckpointConflictException(target.File.Path);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        rows?.Dispose();
        rejects?.Dispose();
        if (inTransaction)
        {
            try
            {
                connection.Rollback();
            }
            catch (DuckDBException)
            {
                // An interruption may still be on its way. A connection that is closed rolls back as well.
            }
        }

        connection.Dispose();
        memory.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Open()
    {
        if (IsStaged)
        {
            connection.Execute($"CREATE TEMP TABLE {MergeTable.Staged} AS SELECT * FROM {Table} LIMIT 0");
            connection.Execute("CREATE TEMP TABLE staged_rejects AS SELECT * FROM sluice.reject LIMIT 0");
        }
        else
        {
            connection.Execute("BEGIN");
            inTransaction = true;
        }
    }

    private FileRecord Commit(LoadProgress progress)
    {
        rows?.Flush();
        rejects?.Flush();
        if (IsStaged)
        {
            connection.Execute("BEGIN");
            inTransaction = true;
            room.ForEach(r => r());
            MoveRows(progress);
            connection.Execute("INSERT INTO sluice.reject SELECT * FROM temp.main.staged_rejects");
        }

        Ledger.Commit(connection, target, progress);
        if (progress.State == LoadState.Removed && target.Dataset.WriteMode == WriteMode.Replace)
        {
            Ledger.ReloadNewest(connection, target);
        }

        connection.Execute("COMMIT");
        inTransaction = false;
        return Ledger.FindFile(connection, target.File.Path)!;
    }

    /// <summary>Moves the staged rows into the table, by the rules of the dataset's write mode.</summary>
    private void MoveRows(LoadProgress progress)
    {
        if (progress.Checkpoint is not { } checkpoint)
        {
            return;
        }

        if (IsMerged)
        {
            new MergeTable(connection, target).Merge(checkpoint.Rows);
            return;
        }

        // Of files of the same time the later path is the newest.
        if (connection.Count(
            "SELECT count(*) FROM sluice.file WHERE dataset = $1 AND id <> $2 AND checkpoint_etag IS NOT NULL "
            + "AND (rows_modified > $3 OR (rows_modified = $3 AND path > $4))",
            target.Dataset.Name, target.File.Id, target.Version.LastModified, target.Version.Path) == 0)
        {
            connection.Execute($"DELETE FROM {Table} WHERE _file <> $1", target.File.Id);
            connection.Execute($"INSERT INTO {Table} SELECT * FROM {MergeTable.Staged}");
        }
    }

    private void RemoveRejects(long fromRow)
    {
        if (target.File is not { Checkpoint: null, Rejected: 0 })
        {
            connection.Execute("DELETE FROM sluice.reject WHERE file = $1 AND \"row\" >= $2", target.File.Path, fromRow);
        }
    }

    private Task MakeRoomAsync(Action action, CancellationToken cancellationToken)
    {
        if (IsStaged)
        {
            room.Add(action);
            return Task.CompletedTask;
        }

        return RunAsync(action, cancellationToken);
    }

    private Task<bool> RunAsync(Action action, CancellationToken cancellationToken) => Task.Run(
        () => DuckDbErrors.Interruptible(
            connection,
            () =>
            {
                action();
                return true;
            },
            cancellationToken),
        cancellationToken);
}
