using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Rows;

namespace Sluice.Warehouse;

/// <summary>
/// The port to the SQL database that holds the rows (schema <c>lake</c>) and the ledger (schema <c>sluice</c>). The contract tests specify
/// each member. Implementations are safe for concurrent use. All stored times are UTC and come from the caller.
/// </summary>
public interface IWarehouse : IAsyncDisposable
{
    /// <summary>What its columns can hold exactly, and how many commits it can write in parallel.</summary>
    WarehouseLimits Limits { get; }

    /// <summary>Creates or migrates the ledger and a table for each dataset. Safe to run concurrently, also in several processes.</summary>
    /// <exception cref="WarehouseUnavailableException">The warehouse cannot be opened, or a table cannot be changed to match its
    /// dataset.</exception>
    Task PrepareAsync(LakeDefinition lake, CancellationToken cancellationToken);

    /// <summary>Throws if the warehouse cannot be reached.</summary>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes the exclusive lock of a file. It is held until it is disposed or its holder dies. A load holds the lock from before it begins
    /// until its end is recorded. So if the lock of a running load is free, the load is abandoned.
    /// </summary>
    /// <returns>The lock, or <see langword="null"/> if another holds it.</returns>
    Task<IAsyncDisposable?> TryLockAsync(string path, CancellationToken cancellationToken);

    /// <summary>The ledger's row of a file, or <see langword="null"/>.</summary>
    Task<FileRecord?> FindFileAsync(string path, CancellationToken cancellationToken);

    /// <summary>The ledger's rows of all files of a dataset, by path, read with one query.</summary>
    Task<IReadOnlyDictionary<string, FileRecord>> ReadFilesAsync(string dataset, CancellationToken cancellationToken);

    /// <summary>
    /// Records that a load begins or, if <see cref="Load.State"/> is not <see cref="LoadState.Running"/>, that it began and ended at once.
    /// Adds the file if the ledger does not have it. The caller must hold the file's lock. So a load of the file that is still running in
    /// the ledger is abandoned, and this call ends it as failed.
    /// </summary>
    /// <param name="load">The load; this call assigns its id.</param>
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

    /// <summary>Begins a transaction for one commit of a load.</summary>
    Task<ILoadTransaction> BeginAsync(LoadTarget target, CancellationToken cancellationToken);

    /// <summary>Files, the last changed first.</summary>
    Task<IReadOnlyList<FileRecord>> ReadFilesAsync(LedgerQuery query, CancellationToken cancellationToken);

    /// <summary>Loads, the newest first.</summary>
    Task<IReadOnlyList<Load>> ReadLoadsAsync(LedgerQuery query, CancellationToken cancellationToken);

    /// <summary>Rejects, those of the newest load first, then by row and error.</summary>
    Task<IReadOnlyList<StoredReject>> ReadRejectsAsync(LedgerQuery query, CancellationToken cancellationToken);
}
