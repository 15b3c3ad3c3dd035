using Sluice.Lake;
using Sluice.Loading;

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

    /// <summary>Takes the lock of a file: held by one at a time, until it is disposed of or its holder dies.</summary>
    /// <returns>The lock, or <see langword="null"/> if another holds it.</returns>
    Task<IAsyncDisposable?> TryLockAsync(string path, CancellationToken cancellationToken);

    /// <summary>What the ledger knows of a file, or <see langword="null"/>.</summary>
    Task<FileRecord?> FindFileAsync(string path, CancellationToken cancellationToken);

    /// <summary>What the ledger knows of all files of a dataset, by one query.</summary>
    Task<IReadOnlyDictionary<string, FileRecord>> ReadFilesAsync(string dataset, CancellationToken cancellationToken);

    /// <summary>
    /// Records that a load begins or, if <see cref="Load.State"/> is not <see cref="LoadState.Running"/>, that it has ended as soon
    /// as it began. A file that the ledger does not know is added.
    /// </summary>
    /// <param name="load">The load; its number is given here.</param>
    /// <param name="version">The version that it is of. What the ledger says of the file's version changes with a load that has
    /// ended, except as <see cref="LoadState.Unchanged"/>, and with commits.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>
    /// The load with its number and its attempt, and the file. A load of the file that was still running is cut off now. A file that was
    /// another dataset's has no checkpoint.
    /// </returns>
    Task<(Load Load, FileRecord File)> StartLoadAsync(Load load, LakeFile version, CancellationToken cancellationToken);

    /// <summary>
    /// Records that a load has ended without a last commit: failed, superseded or refused before any row. What a failed load says of its
    /// attempt and the next one is what the ledger says of the file.
    /// </summary>
    /// <param name="load">The load as it is now.</param>
    /// <param name="version">The version that it is of.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task EndLoadAsync(Load load, LakeFile version, CancellationToken cancellationToken);

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
