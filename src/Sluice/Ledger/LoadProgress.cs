
namespace Sluice.Ledger;

/// <summary>What a commit writes to the ledger beside the rows: how the load stands with it.</summary>
public sealed record LoadProgress
{
    /// <summary>The new checkpoint; <see langword="null"/> if no row of the file is in the table after this commit.</summary>
    public required Checkpoint? Checkpoint { get; init; }

    /// <summary><see cref="LoadState.Running"/> if more commits follow, else how it ended.</summary>
    public required LoadState State { get; init; }

    /// <summary>What the load does with the file.</summary>
    public required LoadKind Kind { get; init; }

    /// <summary>Rows that this load has loaded, all commits together.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows that this load has rejected, all commits together.</summary>
    public required long Rejected { get; init; }

    /// <summary>Bytes that this load has gone through.</summary>
    public required long Bytes { get; init; }

    /// <summary>All loaded rows of the file, those of earlier loads that stand included.</summary>
    public required long FileRows { get; init; }

    /// <summary>All rejects of the file, those of earlier loads that stand included.</summary>
    public required long FileRejected { get; init; }

    /// <summary>Why the file is refused, or <see langword="null"/>.</summary>
    public string? Error { get; init; }

    /// <summary>Where the raw rejected rows are, or <see langword="null"/>.</summary>
    public string? RejectsFile { get; init; }

    /// <summary>The time of the commit.</summary>
    public required DateTimeOffset Time { get; init; }
}
