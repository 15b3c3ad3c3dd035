using Sluice.Lake;

namespace Sluice.Ledger;

/// <summary>How far a file is loaded. Always committed in one transaction with the rows that it describes.</summary>
public sealed record Checkpoint
{
    /// <summary>The version that was read.</summary>
    public required string ETag { get; init; }

    /// <summary>
    /// Where the next load begins to read: after the header and complete records. The table can hold one more row, with the next number: a
    /// last record without a line break, which the next load removes and reads again.
    /// </summary>
    public required ReadPosition Position { get; init; }

    /// <summary>
    /// The hash of the bytes before <see cref="Position"/>, 16 bytes (XXH128, which is fast and detects changes, but does not resist an
    /// adversary). Empty for an append
    /// blob, whose bytes never change, if this version was written a second or more after the blob's creation.
    /// </summary>
    public required byte[] PrefixHash { get; init; }

    /// <summary>
    /// By the name of each unique key: the greatest key in those bytes. <see langword="null"/> if keys did not ascend or are not whole
    /// numbers. Then a load of a file that grew reads the earlier rows again, for their keys.
    /// </summary>
    public IReadOnlyDictionary<string, long>? LastKeys { get; init; }

    /// <summary>The header record as it is in the file, without its line break. Needed to read on from the offset.</summary>
    public required string Header { get; init; }

    /// <summary>The field separator; if it has several characters, the first.</summary>
    public required char Delimiter { get; init; }

    /// <summary>
    /// The dialect that the file was read with, given or chosen, as a Table Dialect descriptor; <see langword="null"/> in older ledgers.
    /// </summary>
    public string? Dialect { get; init; }

    /// <summary>The row of the header, from 1; the last, if there are several; <see langword="null"/> if the file has none.</summary>
    public long? HeaderRow { get; init; }

    /// <summary>The name of the encoding that the file was read with; <see langword="null"/> in older ledgers.</summary>
    public string? Encoding { get; init; }

    /// <summary>The kind of blob of that version.</summary>
    public required BlobKind BlobKind { get; init; }

    /// <summary>When the blob of that version was created.</summary>
    public required DateTimeOffset CreatedOn { get; init; }

    /// <summary>Whether the whole version is loaded. If not, a load was interrupted and the next one resumes here.</summary>
    public required bool Complete { get; init; }
}
