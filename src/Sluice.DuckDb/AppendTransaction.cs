using DuckDB.NET.Data;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.DuckDb;

/// <summary>
/// A transaction of an <c>append</c> dataset: one transaction of DuckDB from beginning to end, whose rows go straight into the table.
/// Transactions that append to one table do not conflict.
/// </summary>
internal sealed class AppendTransaction : DuckDbLoadTransaction
{
    /// <summary>Begins it.</summary>
    public AppendTransaction(DuckDbInstance instance, DuckDBConnection connection, LoadTarget target)
        : base(instance, connection, target) => Connection.Execute("BEGIN");

    /// <inheritdoc/>
    protected override AppendTable RowTable => new("warehouse", "lake", Target.Dataset.Name);

    /// <inheritdoc/>
    protected override AppendTable RejectTable => new("warehouse", "sluice", "reject");

    /// <inheritdoc/>
    public override Task<FileRecord> CommitAsync(LoadProgress progress, CancellationToken cancellationToken) => CommitAsync(
        () =>
        {
            if (progress.Checkpoint is null)
            {
                Remove(long.MinValue, rejects: false);
            }
        },
        progress,
        cancellationToken);

    /// <inheritdoc/>
    protected override void Remove(long fromRow, bool rejects)
    {
        Connection.Execute($"DELETE FROM {RowTable.Quoted} WHERE _file = $1 AND _row >= $2", Target.File.Id, fromRow);
        if (rejects)
        {
            Connection.Execute("DELETE FROM sluice.reject WHERE file = $1 AND \"row\" >= $2", Target.File.Path, fromRow);
        }
    }
}
