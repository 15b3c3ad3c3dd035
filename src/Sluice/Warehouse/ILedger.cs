using Sluice.Lake;
using Sluice.Ledger;

namespace Sluice.Warehouse;

/// <summary>The ledger as loads read and write it. All stored times are UTC and come from the caller.</summary>
public interface ILedger : ILedgerReader
{
    /// <summary>
    /// Records that a load begins or, if <see cref="Load.State"/> is not <see cref="LoadState.Running"/>, that it began and ended at once.
    /// Adds the file if the ledger does not have it. If this load and the last one of the file are both <see cref="LoadState.Unchanged"/>
    /// for the same version, it updates the last one instead of adding another. The caller must hold the file's lock. So a load of the
    /// file that is still running in the ledger is abandoned, and this call ends it as failed.
    /// </summary>
    /// <param name="load">The load; this call assigns its id. With the kind <see cref="LoadKind.Replace"/> from the start it is a reload:
    /// the file's rows are not current until a load commits. With another <see cref="Load.Fingerprint"/> than the last load of the file, it
    /// is the first attempt.</param>
    /// <param name="version">The version that it loads. It becomes the version of the file's row, unless the load is
    /// <see cref="LoadState.Unchanged"/>.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The load with its id and attempt, and the file. If the file belonged to another dataset before, it has no
    /// checkpoint.</returns>
    /// <exception cref="WarehouseInterruptedException">The lock was lost, and another load may have taken it; nothing was
    /// recorded.</exception>
    Task<(Load Load, FileRecord File)> StartLoadAsync(Load load, FileVersion version, CancellationToken cancellationToken);

    /// <summary>
    /// Records the end of a load that made no final commit, because it failed or was superseded. Only the process that began it calls this.
    /// The file's row gets the attempt and next try of a failed load, unless another load of the file has begun since. The end overwrites
    /// that of <see cref="EndAbandonedLoadsAsync"/>, but not that of a final commit whose response was lost. Counts of rows are left alone,
    /// because commits have recorded them.
    /// </summary>
    /// <param name="load">The load with its end.</param>
    /// <param name="version">The version that it loads.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    Task EndLoadAsync(Load load, FileVersion version, CancellationToken cancellationToken);

    /// <summary>
    /// Ends, as failed, all loads that are running in the ledger although the lock of their file is free: their process is gone. Safe to
    /// call at any time, also while files are loaded.
    /// </summary>
    /// <param name="time">The time.</param>
    /// <param name="attempts">How many loads of a version can fail. While there are fewer, the file is due at once.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The loads, as they ended.</returns>
    Task<IReadOnlyList<Load>> EndAbandonedLoadsAsync(DateTimeOffset time, int attempts, CancellationToken cancellationToken);

    /// <summary>Records the rejects file of a load that was interrupted before it could record it.</summary>
    /// <param name="load">The id of the load.</param>
    /// <param name="rejectsFile">The path of its rejects file.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    Task RecordRejectsFileAsync(long load, string rejectsFile, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a file another path, in one transaction: its row, its loads and its rejects get the new one. Its id stays, and so do its rows.
    /// Its row's version increases, so that a load that lost the file's lock cannot commit any more. The caller must hold the locks of both
    /// paths.
    /// </summary>
    /// <param name="from">The path of the file, container first.</param>
    /// <param name="to">Its new path.</param>
    /// <param name="isStale">Whether its rows are not those of the new path. Then the next load replaces them, whatever its
    /// version.</param>
    /// <param name="time">The time.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>Whether the file moved. If not, the ledger does not have it, or has a file of the new path.</returns>
    Task<bool> MoveFileAsync(string from, string to, bool isStale, DateTimeOffset time, CancellationToken cancellationToken);
}
