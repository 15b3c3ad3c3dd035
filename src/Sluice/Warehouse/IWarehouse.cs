using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Rows;

namespace Sluice.Warehouse;

/// <summary>
/// The SQL database that rows go to, with the ledger beside them (schemas <c>lake</c> and <c>sluice</c>). What each member promises
/// is written as the contract tests. An adapter is safe for concurrent use; every time it stores is UTC and given by the caller.
/// </summary>
public interface IWarehouse : IAsyncDisposable
{
    /// <summary>What its columns can hold exactly.</summary>
    WarehouseLimits Limits { get; }

    /// <summary>Makes the ledger and a table for each dataset, or changes them to what is needed. Safe to do twice at once.</summary>
    /// <exception cref="WarehouseUnavailableException">It cannot be opened, or a table cannot hold what its dataset says now.</exception>
    Task PrepareAsync(LakeDefinition lake, CancellationToken cancellationToken);

    /// <summary>Throws if it cannot be reached.</summary>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes the lock of a file: held by one at a time, until it is disposed of or its holder dies. Who loads a file holds it from before
    /// the load begins until its end is recorded, so a load whose lock was seen free is nobody's any more, whoever takes the lock next.
    /// </summary>
    /// <returns>The lock, or <see langword="null"/> if another holds it.</returns>
    Task<IAsyncDisposable?> TryLockAsync(string path, CancellationToken cancellationToken);

    /// <summary>What the ledger knows of a file, or <see langword="null"/>.</summary>
    Task<FileRecord?> FindFileAsync(string path, CancellationToken cancellationToken);

    /// <summary>What the ledger knows of all files of a dataset, by one query.</summary>
    Task<IReadOnlyDictionary<string, FileRecord>> ReadFilesAsync(string dataset, CancellationToken cancellationToken);

    /// <summary>
    /// Records that a load begins or, if <see cref="Load.State"/> is not <see cref="LoadState.Running"/>, that it has ended as soon
    /// as it began. A file that the ledger does not know is added. The caller holds the file's lock, so that a load of the file which is
    /// running in the ledger is nobody's, and ends here as failed.
    /// </summary>
    /// <param name="load">The load; its number is given here.</param>
    /// <param name="version">The version that it is of, and that the ledger's file is of from here on: except of a load that has ended as
    /// <see cref="LoadState.Unchanged"/>.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The load with its number and its attempt, and the file. A file that was another dataset's has no checkpoint.</returns>
    /// <exception cref="WarehouseInterruptedException">The lock was lost, and another may be at work on the file; nothing was
    /// recorded.</exception>
    Task<(Load Load, FileRecord File)> StartLoadAsync(Load load, FileVersion version, CancellationToken cancellationToken);

    /// <summary>
    /// Records, for the one who began it, how a load has ended that made no last commit: it failed or was superseded. What a failed load
    /// says of its attempt and the next one is what the ledger says of the file, if no other load of it has begun since. A load that was
    /// given up by others (<see cref="EndAbandonedLoadsAsync"/>) has this end then; one that did make its last commit, whose answer was
    /// lost, stays as that left it. What it committed is counted already.
    /// </summary>
    /// <param name="load">The load as it is now.</param>
    /// <param name="version">The version that it is of.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task EndLoadAsync(Load load, FileVersion version, CancellationToken cancellationToken);

    /// <summary>
    /// Ends, as failed, the loads that are running in the ledger though nobody holds the lock of their file: whoever was at work on them is
    /// gone. Safe to do at any time, beside any work.
    /// </summary>
    /// <param name="time">The time.</param>
    /// <param name="attempts">How many loads of a version may fail: after fewer, the next try of the file is now.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The loads, as they ended.</returns>
    Task<IReadOnlyList<Load>> EndAbandonedLoadsAsync(DateTimeOffset time, int attempts, CancellationToken cancellationToken);

    /// <summary>Records where the rejects of a load are that was cut off before it could say.</summary>
    /// <param name="load">The number of the load.</param>
    /// <param name="rejectsFile">The path of its rejects file.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task RecordRejectsFileAsync(long load, string rejectsFile, CancellationToken cancellationToken);

    /// <summary>Begins a transaction of a load.</summary>
    Task<ILoadTransaction> BeginAsync(LoadTarget target, CancellationToken cancellationToken);

    /// <summary>Files, the last changed first.</summary>
    Task<IReadOnlyList<FileRecord>> ReadFilesAsync(LedgerQuery query, CancellationToken cancellationToken);

    /// <summary>Loads, the newest first.</summary>
    Task<IReadOnlyList<Load>> ReadLoadsAsync(LedgerQuery query, CancellationToken cancellationToken);

    /// <summary>Rejects, those of the newest load first, then by row and error.</summary>
    Task<IReadOnlyList<StoredReject>> ReadRejectsAsync(LedgerQuery query, CancellationToken cancellationToken);
}
