namespace Sluice.Ledger;

/// <summary>What the ledger knows of a file: one row of <c>sluice.file</c>.</summary>
public sealed record FileRecord
{
    /// <summary>Its number, which is <c>_file</c> in the rows that came from it.</summary>
    public required long Id { get; init; }

    /// <summary>Its path, container first.</summary>
    public required string Path { get; init; }

    /// <summary>The dataset that it belongs to, or <see langword="null"/> if it matches none.</summary>
    public required string? Dataset { get; init; }

    /// <summary>How its last load went.</summary>
    public required LoadState State { get; init; }

    /// <summary>The version that the last load looked at.</summary>
    public required string ETag { get; init; }

    /// <summary>When that version was written. Decides between files in <c>merge</c> and <c>replace</c>.</summary>
    public required DateTimeOffset LastModified { get; init; }

    /// <summary>The length of that version in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Loaded rows that are in the table, or were until another file's row took their place.</summary>
    public required long Rows { get; init; }

    /// <summary>Its rejects.</summary>
    public required long Rejected { get; init; }

    /// <summary>How far it is loaded; <see langword="null"/> if nothing of it is.</summary>
    public required Checkpoint? Checkpoint { get; init; }

    /// <summary>Goes up by one with each change of the checkpoint: a commit names the one it saw (compare-and-swap).</summary>
    public required long RowVersion { get; init; }

    /// <summary>The number of its last load.</summary>
    public required long LastLoad { get; init; }

    /// <summary>Failed loads of that version since the last commit to the file.</summary>
    public required int Attempts { get; init; }

    /// <summary>
    /// When the sweep tries a failed file again; <see langword="null"/> if it has not failed, or has failed so often that only a person
    /// has it tried again.
    /// </summary>
    public required DateTimeOffset? NextTry { get; init; }

    /// <summary>What was wrong with the last load, or <see langword="null"/>.</summary>
    public required string? Error { get; init; }

    /// <summary>When this row last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
