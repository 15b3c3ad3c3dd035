using DuckDB.NET.Data;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.DuckDb;

/// <summary>
/// A transaction of a <c>merge</c> or <c>replace</c> dataset. What becomes of its rows depends on those of other files, all that are
/// committed by then: so rows wait in temporary tables, and DuckDB's transaction, whose snapshot must not be older than the last commit
/// to the table, begins with the commit. Commits to one table take turns; loads that only stage, and readers, do not wait.
/// </summary>
internal sealed class StagedTransaction : DuckDbLoadTransaction
{
    private readonly DuckDbInstance instance;
    private readonly string table;
    private long? removeFrom;
    private long? removeRejectsFrom;

    /// <summary>Begins it.</summary>
    public StagedTransaction(DuckDbInstance instance, DuckDBConnection connection, LoadTarget target)
        : base(instance, connection, target)
    {
        this.instance = instance;
        table = Sql.Table(target.Dataset.Name);
        Connection.Execute($"CREATE TEMP TABLE staged AS FROM {table} LIMIT 0");
        Connection.Execute("CREATE TEMP TABLE staged_reject AS FROM sluice.reject LIMIT 0");
    }

    /// <inheritdoc/>
    protected override AppendTable RowTable => new("temp", "main", "staged");

    /// <inheritdoc/>
    protected override AppendTable RejectTable => new("temp", "main", "staged_reject");

    /// <inheritdoc/>
    public override async Task<FileRecord> CommitAsync(LoadProgress progress, CancellationToken cancellationToken)
    {
        using (await instance.Gates.EnterAsync($"dataset {Target.Dataset.Name}", cancellationToken))
        {
            try
            {
                return await CommitAsync(() => MoveRows(progress), progress, cancellationToken);
            }
            catch
            {
                // Before the next one enters, or it would conflict with what is not going to be.
                Connection.Rollback();
                throw;
            }
        }
    }

    /// <inheritdoc/>
    protected override void Remove(long fromRow, bool rejects)
    {
        Connection.Execute("DELETE FROM temp.main.staged WHERE _row >= $1", fromRow);
        removeFrom = Math.Min(fromRow, removeFrom ?? fromRow);
        if (rejects)
        {
            Connection.Execute("DELETE FROM temp.main.staged_reject WHERE \"row\" >= $1", fromRow);
            removeRejectsFrom = Math.Min(fromRow, removeRejectsFrom ?? fromRow);
        }
    }

    private void MoveRows(LoadProgress progress)
    {
        Connection.Execute("BEGIN");
        if (removeRejectsFrom is { } firstReject)
        {
            Connection.Execute("DELETE FROM sluice.reject WHERE file = $1 AND \"row\" >= $2", Target.File.Path, firstReject);
        }

        Connection.Execute("INSERT INTO sluice.reject FROM temp.main.staged_reject");
        if (progress.Checkpoint is null)
        {
            Connection.Execute($"DELETE FROM {table} WHERE _file = $1", Target.File.Id);
        }
        else if (Target.Dataset.WriteMode == WriteMode.Merge)
        {
            new Upsert(Connection, Target).Run(removeFrom);
        }
        else
        {
            Replace();
        }
    }

    // The newest file that is loaded is the table; any other file's rows have no place in it.
    private void Replace()
    {
        if (removeFrom is { } first)
        {
            Connection.Execute($"DELETE FROM {table} WHERE _file = $1 AND _row >= $2", Target.File.Id, first);
        }

        var newer = Connection.Count(
            $"SELECT count(*) FROM sluice.file WHERE dataset = $1 AND checkpoint_etag IS NOT NULL AND {Upsert.IsNewer}",
            Target.Dataset.Name, Target.File.Id, Target.Version.LastModified, Target.File.Path);
        if (newer > 0)
        {
            Connection.Execute($"DELETE FROM {table} WHERE _file = $1", Target.File.Id);
            return;
        }

        Connection.Execute($"DELETE FROM {table} WHERE _file <> $1", Target.File.Id);
        Connection.Execute($"INSERT INTO {table} BY NAME FROM temp.main.staged");
    }
}
