using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.DuckDb.Ledger;
using Sluice.DuckDb.Schema;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Rows;
using Sluice.Warehouse;

namespace Sluice.DuckDb.Loading;

/// <summary>
/// One commit of a load. Rows of an <c>append</c> dataset go straight into the table, in a transaction that is open from the start. Rows of
/// other datasets go to temporary tables, and the transaction lasts only for the commit, because it must see what other loads committed
/// before. Merged rows with new keys also go straight into the table. If a key is not new after all, they move to the temporary tables.
/// </summary>
internal sealed class DuckDbLoadTransaction : ILoadTransaction
{
    private static readonly AppendTable StagedRows = new("temp", "main", MergeTable.Staged);
    private static readonly AppendTable StagedRejects = new("temp", "main", "staged_rejects");

    // A first batch with fewer rows is that of a small file, or of a small addition to a file.
    private const int FewRows = 4096;

    private readonly DuckDbInstance instance;
    private readonly DuckDBConnection first;
    private readonly IDisposable use;
    private readonly IDisposable tableUse;
    private readonly IDisposable memory;
    private readonly LoadTarget target;
    private readonly List<TableColumn> columns;
    private readonly List<Action> deletions = [];

    // The first connection, or the one that the rows were moved to.
    private DuckDBConnection connection;
    private bool hasStarted;
    private bool isStaged;
    private NewKeys? newKeys;
    private IRowWriter? rows;
    private RejectAppender? rejects;
    private bool inTransaction;

    private DuckDbLoadTransaction(DuckDbInstance instance, LoadTarget target)
    {
        this.instance = instance;
        this.target = target;
        use = instance.Files.Load(target.File.Path);
        tableUse = instance.Tables.Load(target.Dataset.Name);
        memory = instance.Memory.ReserveLoad(target.Dataset.Schema.Fields.Count);
        try
        {
            first = connection = instance.Connect();
            columns = TableColumn.Read(connection, target.Dataset.Name);
            if (IsAppended)
            {
                Begin();
            }
        }
        catch
        {
            first?.Dispose();
            memory.Dispose();
            tableUse.Dispose();
            use.Dispose();
            throw;
        }
    }

    private bool IsAppended => target.Dataset.WriteMode == WriteMode.Append;

    private bool IsMerged => target.Dataset.WriteMode == WriteMode.Merge;

    private string Table => Sql.Table(target.Dataset.Name);

    /// <summary>Begins the commit. For an <c>append</c> dataset, opens the transaction.</summary>
    public static ILoadTransaction Begin(DuckDbInstance instance, LoadTarget target) => new DuckDbLoadTransaction(instance, target);

    /// <inheritdoc/>
    public Task RemoveAsync(long fromRow, CancellationToken cancellationToken)
    {
        if (target.File is { Checkpoint: null, Rejected: 0 })
        {
            // Nothing of the file is loaded.
            return Task.CompletedTask;
        }

        return DeleteAsync(
            () =>
            {
                if (IsMerged)
                {
                    new MergeTable(connection, target).DeleteRows(fromRow);
                }
                else
                {
                    connection.Execute(
                        $"DELETE FROM {Table} WHERE {SystemColumns.File} = $file AND {SystemColumns.Row} >= $row",
                        ("file", target.File.Id),
                        ("row", fromRow));
                }

                RemoveRejects(fromRow);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task SupersedeAsync(CancellationToken cancellationToken) => DeleteAsync(
        () =>
        {
            new MergeTable(connection, target).SupersedeRows();
            RemoveRejects(1);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task WriteAsync(ColumnBatch batch, CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            Start(batch);
            if (newKeys?.TryAdd(batch) == false)
            {
                MoveToStaging();
            }

            rows ??= OpenRows(batch);
            rows.Append(batch, cancellationToken);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task WriteAsync(IReadOnlyList<Reject> rejects, CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            Start(batch: null);
            this.rejects ??= OpenRejects();
            if (!this.rejects.HasRoomFor(rejects))
            {
                rows?.Flush();
            }

            this.rejects.Append(rejects);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<FileRecord> CommitAsync(LoadProgress progress, CancellationToken cancellationToken)
    {
        using var gate = !IsAppended
            ? await instance.Gates.EnterAsync(AsyncGates.Table(target.Dataset.Name), cancellationToken)
            : null;
        try
        {
            return await Task.Run(
                () => DuckDbErrors.Interruptible(connection, () => Commit(progress), cancellationToken), cancellationToken);
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
                // An interrupt can still arrive. Closing the connection rolls back too.
            }
        }

        connection.Dispose();
        first.Dispose();
        memory.Dispose();
        tableUse.Dispose();
        use.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Decides, once, whether the rows go into the table or into temporary tables.</summary>
    /// <param name="batch">The first batch, if there is one.</param>
    private void Start(ColumnBatch? batch)
    {
        if (hasStarted)
        {
            return;
        }

        hasStarted = true;
        if (IsAppended)
        {
            return;
        }

        // Rows that are removed first could have the same keys.
        newKeys = batch is not null && deletions.Count == 0 ? NewKeys.From(target.Dataset, batch, connection) : null;
        if (newKeys is null)
        {
            Stage(connection);
        }
        else
        {
            Begin();
        }
    }

    private void Begin()
    {
        connection.Execute("BEGIN");
        inTransaction = true;
    }

    private RejectAppender OpenRejects() =>
        new(connection, isStaged ? StagedRejects : new AppendTable("warehouse", "sluice", "reject"), target);

    private IRowWriter OpenRows(ColumnBatch batch)
    {
        var filler = new ChunkFiller(target, columns);
        if (isStaged)
        {
            // Temporary tables are not compressed, so more threads would help little.
            return new BatchAppender(connection, StagedRows, filler, target.Dataset.Name);
        }

        var table = new AppendTable("warehouse", "lake", target.Dataset.Name);
        if (batch.Count < FewRows)
        {
            return new BatchAppender(connection, table, filler, target.Dataset.Name);
        }

        // Open it now: while rows are inserted, no other table can be opened.
        rejects ??= OpenRejects();
        return new TableInsert(connection, table, filler, target.Dataset.Name);
    }

    private void Stage(DuckDBConnection connection)
    {
        connection.Execute($"CREATE TEMP TABLE {MergeTable.Staged} AS SELECT * FROM {Table} LIMIT 0");
        connection.Execute("CREATE TEMP TABLE staged_rejects AS SELECT * FROM sluice.reject LIMIT 0");
        isStaged = true;
    }

    /// <summary>
    /// Moves the uncommitted rows from the tables to temporary tables on another connection. A commit with known keys needs a transaction
    /// that begins at the commit, and only the current connection can read the uncommitted rows.
    /// </summary>
    private void MoveToStaging()
    {
        rows?.Flush();
        rejects?.Flush();
        var other = instance.Connect();
        try
        {
            var before = target.File.Checkpoint?.Position.Records ?? 0;
            Stage(other);
            RowCopy.Copy(
                connection,
                $"SELECT * FROM {Table} WHERE {SystemColumns.File} = {target.File.Id} AND {SystemColumns.Row} > {before}",
                other,
                StagedRows,
                target.Dataset.Name,
                expected: rows?.Rows ?? 0);
            RowCopy.Copy(
                connection, $"SELECT * FROM sluice.reject WHERE load = {target.LoadId} AND \"row\" > {before}", other, StagedRejects,
                target.Dataset.Name, expected: rejects?.Rows ?? 0);
        }
        catch
        {
            other.Dispose();
            throw;
        }

        rows?.Dispose();
        rejects?.Dispose();
        (rows, rejects, newKeys) = (null, null, null);
        connection.Rollback();
        inTransaction = false;
        connection = other;
    }

    private FileRecord Commit(LoadProgress progress)
    {
        Start(batch: null);
        if (newKeys is not null && !AreNew(newKeys))
        {
            MoveToStaging();
        }

        rows?.Flush();
        rejects?.Flush();
        if (isStaged)
        {
            Begin();
            deletions.ForEach(d => d());
            MoveRows(progress);
            connection.Execute("INSERT INTO sluice.reject SELECT * FROM temp.main.staged_rejects");
        }

        DuckDbLedger.Commit(connection, target, progress);
        if (progress.State == LoadState.Removed && target.Dataset.WriteMode == WriteMode.Replace)
        {
            DuckDbLedger.ReloadNewest(connection, target);
        }

        connection.Execute("COMMIT");
        inTransaction = false;
        return DuckDbLedger.FindFile(connection, target.File.Path)!;
    }

    /// <summary>Whether rows that were committed since the transaction began do not have the keys either.</summary>
    private bool AreNew(NewKeys keys)
    {
        using var latest = instance.Connect();
        return keys.AreNew(latest);
    }

    /// <summary>Moves the staged rows into the table by the dataset's write mode.</summary>
    private void MoveRows(LoadProgress progress)
    {
        if (progress.Checkpoint is not { } checkpoint)
        {
            return;
        }

        if (IsMerged)
        {
            new MergeTable(connection, target).Merge(checkpoint.Position.Records);
            return;
        }

        // Of files with the same time, the one with the later path is the newest. A file that had rows and is refused now still counts.
        if (connection.Count(
            "SELECT count(*) FROM sluice.file WHERE dataset = $dataset AND id <> $file "
            + "AND (rows_modified > $modified OR (rows_modified = $modified AND path > $path))",
            ("dataset", target.Dataset.Name), ("file", target.File.Id),
            ("modified", target.Version.LastModified), ("path", target.Version.Path)) == 0)
        {
            connection.Execute($"DELETE FROM {Table} WHERE {SystemColumns.File} <> $file", ("file", target.File.Id));
            connection.Execute($"INSERT INTO {Table} SELECT * FROM {MergeTable.Staged}");
        }
    }

    private void RemoveRejects(long fromRow)
    {
        if (target.File is not { Checkpoint: null, Rejected: 0 })
        {
            connection.Execute(
                "DELETE FROM sluice.reject WHERE file = $file AND \"row\" >= $row", ("file", target.File.Path), ("row", fromRow));
        }
    }

    private Task DeleteAsync(Action action, CancellationToken cancellationToken)
    {
        if (!IsAppended)
        {
            deletions.Add(action);
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
