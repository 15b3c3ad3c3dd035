namespace Sluice.Ledger;

/// <summary>One load, and how it went: one row of <c>sluice.load</c>.</summary>
public sealed record Load
{
    /// <summary>Its number; 0 if the ledger has no record of it (<see cref="LoadState.Busy"/>).</summary>
    public required long Id { get; init; }

    /// <summary>The file's path, container first.</summary>
    public required string File { get; init; }

    /// <summary>The dataset, or <see langword="null"/> if the file matches none.</summary>
    public required string? Dataset { get; init; }

    /// <summary>What was done with the file; <see langword="null"/> if nothing was.</summary>
    public required LoadKind? Kind { get; init; }

    /// <summary>How it went.</summary>
    public required LoadState State { get; init; }

    /// <summary>What asked for it.</summary>
    public required LoadTrigger Trigger { get; init; }

    /// <summary>The version of the file.</summary>
    public required string ETag { get; init; }

    /// <summary>Which attempt at its version it is, from 1; a commit, or a new version, begins to count anew.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Of a failed load: when the sweep tries again; <see langword="null"/> if only a person has it tried again.</summary>
    public DateTimeOffset? NextTry { get; init; }

    /// <summary>Rows that it loaded.</summary>
    public long Rows { get; init; }

    /// <summary>Rows that it rejected.</summary>
    public long Rejected { get; init; }

    /// <summary>Bytes of the file that it went through.</summary>
    public long Bytes { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; <see langword="null"/> while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What went wrong, in a sentence; <see langword="null"/> if nothing did.</summary>
    public string? Error { get; init; }

    /// <summary>Where the raw rejected rows are in the lake; <see langword="null"/> if there are none.</summary>
    public string? RejectsFile { get; init; }
}
