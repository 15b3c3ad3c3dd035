namespace Sluice.Ledger;

/// <summary>What the ledger knows about a file: one row of <c>sluice.file</c>.</summary>
public sealed record FileRecord
{
    /// <summary>Its id, which is <c>_file</c> in its rows.</summary>
    public required long Id { get; init; }

    /// <summary>Its path, container first.</summary>
    public required string Path { get; init; }

    /// <summary>Its dataset, or <see langword="null"/> if it matches none.</summary>
    public required string? Dataset { get; init; }

    /// <summary>The state of its last load.</summary>
    public required LoadState State { get; init; }

    /// <summary>The version that the last load was of.</summary>
    public required string ETag { get; init; }

    /// <summary>When that version was written. In <c>merge</c> and <c>replace</c> datasets it decides which file wins.</summary>
    public required DateTimeOffset LastModified { get; init; }

    /// <summary>The length of that version in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Its loaded rows, including those that rows of other files have replaced since.</summary>
    public required long Rows { get; init; }

    /// <summary>Its rejects.</summary>
    public required long Rejected { get; init; }

    /// <summary>Its rows that were left out, because their key is erased.</summary>
    public long Erased { get; init; }

    /// <summary>How far it is loaded; <see langword="null"/> if nothing of it is loaded.</summary>
    public required Checkpoint? Checkpoint { get; init; }

    /// <summary>
    /// Identifies the definition that its rows, or its refusal, were made with. Committed with the checkpoint.
    /// <see langword="null"/> if nothing of the file was read, or before there were fingerprints;
    /// <see cref="LedgerTexts.Reloading"/> from the start of a reload until it commits.
    /// </summary>
    public required string? Fingerprint { get; init; }

    /// <summary>
    /// Identifies the content that its rows are of, or that was skipped: the length in bytes, a hyphen, and the hash (XXH128) in 32
    /// hexadecimal digits. <see langword="null"/> if it has no rows and no rejects, or nobody has read it from start to end.
    /// </summary>
    public string? Content { get; init; }

    /// <summary>
    /// The id of the first file of the dataset that had the same content, and rows, when this one was loaded or skipped; or
    /// <see langword="null"/>.
    /// </summary>
    public long? DuplicateOf { get; init; }

    /// <summary>Increases by one with each change of the checkpoint. A commit names the version it read (compare-and-swap).</summary>
    public required long RowVersion { get; init; }

    /// <summary>The id of its last load.</summary>
    public required long LastLoad { get; init; }

    /// <summary>
    /// Identifies the definition that the last load was made with, whatever its end; <see langword="null"/> if unknown. Loads that failed
    /// with another definition do not count as attempts.
    /// </summary>
    public required string? AttemptFingerprint { get; init; }

    /// <summary>Failed loads of that version since the last commit to the file.</summary>
    public required int Attempts { get; init; }

    /// <summary>
    /// When the sweep tries a failed file again; <see langword="null"/> if it has not failed, or has used up its attempts.
    /// </summary>
    public required DateTimeOffset? NextTry { get; init; }

    /// <summary>The error of the last load, or <see langword="null"/>.</summary>
    public required string? Error { get; init; }

    /// <summary>When this row last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
