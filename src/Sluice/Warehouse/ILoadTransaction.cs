using Sluice.Ledger;
using Sluice.Rows;

namespace Sluice.Warehouse;

/// <summary>
/// One commit of a load: rows, rejects and checkpoint, all or nothing. Others see none of it before <see cref="CommitAsync"/>. Disposing it
/// without a commit rolls it back. Not safe for concurrent use.
/// </summary>
public interface ILoadTransaction : IAsyncDisposable
{
    /// <summary>
    /// Removes the file's rows from a row number on, and its rejects. In a <c>merge</c> dataset this restores the rows that the file's last
    /// records without a line break had replaced.
    /// </summary>
    /// <param name="fromRow">The first row number to remove: 1 for all rows of this version, 0 for those of earlier versions too.</param>
    /// <param name="cancellationToken">Cancels the work; the transaction is then of no more use.</param>
    Task RemoveAsync(long fromRow, CancellationToken cancellationToken);

    /// <summary>
    /// Prepares a file of a <c>merge</c> dataset for another version. Its rows stay until rows with the same keys replace them, but get row
    /// number 0, because they do not belong to the new version. Its rejects and last records without a line break are removed.
    /// </summary>
    Task SupersedeAsync(CancellationToken cancellationToken);

    /// <summary>Writes valid rows. The batch can be reused once the task has ended.</summary>
    /// <param name="batch">The rows. In a <c>replace</c> dataset, if this is the newest file, the commit removes the rows of all other
    /// files.</param>
    /// <param name="cancellationToken">Cancels the work; the transaction is then of no more use.</param>
    Task WriteAsync(ColumnBatch batch, CancellationToken cancellationToken);

    /// <summary>Writes rejects.</summary>
    Task WriteAsync(IReadOnlyList<Reject> rejects, CancellationToken cancellationToken);

    /// <summary>
    /// Declares that nothing more is written, and waits until the warehouse has received everything. This call is optional: without it, the
    /// commit waits.
    /// </summary>
    Task CompleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Commits everything written and the progress, if the file's ledger row still has the version that the target names
    /// (compare-and-swap); the commit increases it by one. In a <c>merge</c> dataset the commit upserts: of two rows with one key, the row
    /// of the later version wins, then of the later path, then the later row, whatever the order of loading. Rows after the checkpoint
    /// (last records without a line break) can be removed again, so the rows that they replace are kept aside. In a <c>replace</c> dataset
    /// the commit removes the rows of all files but the newest. A file that had rows counts, by the version that they were of, until it is
    /// removed: also if it is refused now, so that no older file takes its place. If a newer file is removed, the checkpoint of the newest
    /// file that is left stops being complete, so that it is loaded again.
    /// </summary>
    /// <returns>The file's ledger row after the commit, for the target of the next one.</returns>
    /// <exception cref="CheckpointConflictException">Another load has changed the file's ledger row; nothing was committed.</exception>
    Task<FileRecord> CommitAsync(LoadProgress progress, CancellationToken cancellationToken);
}
