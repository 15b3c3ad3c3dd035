using Sluice.Ledger;
using Sluice.Rows;

namespace Sluice.Warehouse;

/// <summary>
/// One commit of a load: rows, rejects and checkpoint, all or nothing. Nothing of it is seen by others before
/// <see cref="CommitAsync"/>; disposing of it without a commit leaves no trace. Not safe for concurrent use.
/// </summary>
public interface ILoadTransaction : IAsyncDisposable
{
    /// <summary>
    /// Takes back the file's rows from a row number on, and its rejects. In a <c>merge</c> dataset, rows whose place the file's last
    /// records without a line break had taken come back.
    /// </summary>
    /// <param name="fromRow">The first row number to take back; 1 for all of the version, 0 for those of earlier versions too.</param>
    /// <param name="cancellationToken">Ends the work; the transaction is then of no more use.</param>
    Task RemoveAsync(long fromRow, CancellationToken cancellationToken);

    /// <summary>
    /// Makes room for another version of a file of a <c>merge</c> dataset: its rows stay until a row of the same key takes their place,
    /// but are numbered 0, since they are no rows of the new version; its rejects go, and so do last records without a line break.
    /// </summary>
    Task RetireAsync(CancellationToken cancellationToken);

    /// <summary>Writes valid rows. The batch may be filled again when the task has ended.</summary>
    /// <param name="batch">The rows; for a <c>replace</c> dataset of the newest file the rows of other files go away with the
    /// commit.</param>
    /// <param name="cancellationToken">Ends the work; the transaction is then of no more use.</param>
    Task WriteAsync(ColumnBatch batch, CancellationToken cancellationToken);

    /// <summary>Writes rejects.</summary>
    Task WriteAsync(IReadOnlyList<Reject> rejects, CancellationToken cancellationToken);

    /// <summary>
    /// Says that no more is written, and waits until the warehouse has taken what was: the commit need not wait for it then. Without
    /// this it does.
    /// </summary>
    Task CompleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Commits everything written and the progress, if the file's ledger row still has the version that the target named; it has the
    /// next one afterwards. In a <c>merge</c> dataset this is where rows are upserted: of two rows of a key the one of the later
    /// version stays, then of the later path, then the later row, whichever is loaded first. Rows after the checkpoint (last records
    /// without a line break) may be taken back, so what they take the place of is kept aside. In a <c>replace</c> dataset this is where
    /// rows of files that are not the newest go away; the checkpoint of the newest is no longer complete when a newer file is removed.
    /// </summary>
    /// <returns>The file as the ledger has it now: the target of the next commit.</returns>
    /// <exception cref="CheckpointConflictException">Another load has changed the checkpoint; nothing was committed.</exception>
    Task<FileRecord> CommitAsync(LoadProgress progress, CancellationToken cancellationToken);
}
