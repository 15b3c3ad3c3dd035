using Sluice.Ledger;

namespace Sluice.Warehouse;

/// <summary>What the ledger knows of files, loads and rejects.</summary>
public interface ILedgerReader
{
    /// <summary>The ledger's row of a file, or <see langword="null"/>.</summary>
    Task<FileRecord?> FindFileAsync(string path, CancellationToken cancellationToken);

    /// <summary>The ledger's rows of all files of a dataset, by path, read with one query.</summary>
    Task<IReadOnlyDictionary<string, FileRecord>> ReadFilesAsync(string dataset, CancellationToken cancellationToken);

    /// <summary>Files, the last changed first.</summary>
    Task<IReadOnlyList<FileRecord>> ReadFilesAsync(LedgerQuery query, CancellationToken cancellationToken);

    /// <summary>Loads, the newest first.</summary>
    Task<IReadOnlyList<Load>> ReadLoadsAsync(LedgerQuery query, CancellationToken cancellationToken);

    /// <summary>Rejects, those of the newest load first, then by row and error.</summary>
    Task<IReadOnlyList<StoredReject>> ReadRejectsAsync(LedgerQuery query, CancellationToken cancellationToken);
}
