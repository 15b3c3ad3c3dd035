using System.Text.Json.Serialization;

namespace Sluice.Ledger;

/// <summary>One load and its outcome: one row of <c>sluice.load</c>.</summary>
public sealed record Load
{
    /// <summary>Its id; 0 if the ledger has no record of it (<see cref="LoadState.Busy"/>).</summary>
    public required long Id { get; init; }

    /// <summary>The file's path, container first.</summary>
    public required string File { get; init; }

    /// <summary>The dataset, or <see langword="null"/> if the file matches none.</summary>
    public required string? Dataset { get; init; }

    /// <summary>What it did with the file; <see langword="null"/> if nothing.</summary>
    public required LoadKind? Kind { get; init; }

    /// <summary>Its state.</summary>
    public required LoadState State { get; init; }

    /// <summary>What asked for it.</summary>
    public required LoadTrigger Trigger { get; init; }

    /// <summary>The version of the file.</summary>
    public required string ETag { get; init; }

    /// <summary>
    /// Identifies the definition that it reads the file with; <see langword="null"/> if unknown. The ledger keeps only that of the last
    /// load, with the file (<see cref="FileRecord.AttemptFingerprint"/>), so loads that are read from the ledger have none.
    /// </summary>
    [JsonIgnore]
    public string? Fingerprint { get; init; }

    /// <summary>
    /// The number of the attempt at its version, from 1. A commit, a new version or another definition resets the count.
    /// </summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Only for a failed load: when the sweep tries again; <see langword="null"/> if the attempts are used up.</summary>
    public DateTimeOffset? NextTry { get; init; }

    /// <summary>The number of rows that it loaded.</summary>
    public long Rows { get; init; }

    /// <summary>The number of rows that it rejected.</summary>
    public long Rejected { get; init; }

    /// <summary>The number of rows that it left out, because their key is erased.</summary>
    public long Erased { get; init; }

    /// <summary>The number of bytes of the file that it read.</summary>
    public long Bytes { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; <see langword="null"/> while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The error as a sentence, or <see langword="null"/>.</summary>
    public string? Error { get; init; }

    /// <summary>The path of its rejects file in the lake; <see langword="null"/> if there is none.</summary>
    public string? RejectsFile { get; init; }
}
