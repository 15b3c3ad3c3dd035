using Sluice.Validation;

namespace Sluice.Warehouse;

/// <summary>
/// One commit of a load: rows, rejects and checkpoint, all or nothing. Nothing of it is seen by others before
/// <see cref="CommitAsync"/>; disposing of it without a commit leaves no trace. Not safe for concurrent use.
/// </summary>
public interface ILoadTransaction : IAsyncDisposable
{
    /// <summary>Takes back the file's rows from a row number on, and its rejects.</summary>
    /// <param name="fromRow">The first row number to take back; 1 for all.</param>
    /// <param name="cancellationToken">Ends the work; the transaction is then of no more use.</param>
    Task RemoveAsync(long fromRow, CancellationToken cancellationToken);

    /// <summary>
    /// Makes room for another version of a file of a <c>merge</c> dataset: its rows stay until a row of the same key takes their place,
    /// but are numbered 0, since they are no rows of the new version; its rejects go.
    /// </summary>
    Task RetireAsync(CancellationToken cancellationToken);

    /// <summary>Writes valid rows. The batch may be filled again when the task has ended.</summary>
    /// <param name="batch">The rows; for a <c>replace</c> dataset of the newest file the rows of other files go away with the commit.</param>
    /// <param name="cancellationToken">Ends the work; the transaction is then of no more use.</param>
    Task WriteAsync(ColumnBatch batch, CancellationToken cancellationToken);

    /// <summary>Writes rejects.</summary>
    Task WriteAsync(IReadOnlyList<Reject> rejects, CancellationToken cancellationToken);

    /// <summary>
    /// Commits everything written and the progress, if the file's ledger row still has the version that the target named; it has the
    /// next one afterwards. In a <c>merge</c> dataset this is where rows are upserted, in a <c>replace</c> dataset where rows of
    /// files that are not the newest go away.
    /// </summary>
    /// <returns>The file as the ledger has it now: the target of the next commit.</returns>
    /// <exception cref="CheckpointConflictException">Another load has changed the checkpoint; nothing was committed.</exception>
    Task<Loading.FileRecord> CommitAsync(LoadProgress progress, CancellationToken cancellationToken);
}
