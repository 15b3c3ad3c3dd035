namespace Sluice.Loading;

/// <summary>What became of the files that somebody selected.</summary>
public sealed record ReloadResult
{
    /// <summary>Files in the lake that the selection matches. Those in none of the counts below needed no load.</summary>
    public int Files { get; init; }

    /// <summary>Files that were loaded.</summary>
    public int Loaded { get; init; }

    /// <summary>Files that were refused.</summary>
    public int Refused { get; init; }

    /// <summary>Files whose load failed.</summary>
    public int Failed { get; init; }

    /// <summary>Files that another load was working on, or that changed while they were read.</summary>
    public int Busy { get; init; }

    /// <summary>Rows loaded.</summary>
    public long Rows { get; init; }

    /// <summary>Rows rejected.</summary>
    public long Rejected { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public double Seconds { get; init; }
}
