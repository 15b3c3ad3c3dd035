using Sluice.Lake;

namespace Sluice.Ledger;

/// <summary>What a commit writes to the ledger along with the rows: the progress of the load.</summary>
public sealed record LoadProgress
{
    /// <summary>The new checkpoint; <see langword="null"/> if no row of the file is in the table after this commit.</summary>
    public required Checkpoint? Checkpoint { get; init; }

    /// <summary>
    /// Identifies the definition that the rows, or the refusal, are made with; <see langword="null"/> if unknown, and for a file that is
    /// gone.
    /// </summary>
    public required string? Fingerprint { get; init; }

    /// <summary><see cref="LoadState.Running"/> if more commits follow; otherwise the final state.</summary>
    public required LoadState State { get; init; }

    /// <summary>What the load does with the file.</summary>
    public required LoadKind Kind { get; init; }

    /// <summary>Rows loaded by all commits of this load so far.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows rejected by all commits of this load so far.</summary>
    public required long Rejected { get; init; }

    /// <summary>Rows left out by all commits of this load so far, because their key is erased.</summary>
    public long Erased { get; init; }

    /// <summary>Bytes of the file that this load has read so far.</summary>
    public required long Bytes { get; init; }

    /// <summary>All loaded rows of the file, including those that earlier loads left.</summary>
    public required long FileRows { get; init; }

    /// <summary>All rejects of the file, including those that earlier loads left.</summary>
    public required long FileRejected { get; init; }

    /// <summary>All rows of the file that were left out, including those that earlier loads left out.</summary>
    public long FileErased { get; init; }

    /// <summary>With the last commit: the content of the file (<see cref="FileRecord.Content"/>), or <see langword="null"/>.</summary>
    public string? Content { get; init; }

    /// <summary>Why the file is refused or skipped, or <see langword="null"/>.</summary>
    public string? Error { get; init; }

    /// <summary>
    /// The differences between the columns of the file and the schema; empty in all commits of a load but one. A file that grows has the
    /// columns that it had, so that they are not recorded again.
    /// </summary>
    public IReadOnlyList<ColumnChange> Changes { get; init; } = [];

    /// <summary>The path of the rejects file, or <see langword="null"/>.</summary>
    public string? RejectsFile { get; init; }

    /// <summary>The time of the commit.</summary>
    public required DateTimeOffset Time { get; init; }
}
