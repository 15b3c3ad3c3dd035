namespace Sluice.Loading;

/// <summary>The result of a sweep.</summary>
public sealed record SweepResult
{
    /// <summary>Files that match a dataset.</summary>
    public int Files { get; init; }

    /// <summary>Files whose newest version was already loaded.</summary>
    public int Unchanged { get; init; }

    /// <summary>Files that were loaded by this sweep.</summary>
    public int Loaded { get; init; }

    /// <summary>Files that were refused by this sweep.</summary>
    public int Refused { get; init; }

    /// <summary>Files whose load failed.</summary>
    public int Failed { get; init; }

    /// <summary>Files that another load was working on, or that changed while they were read.</summary>
    public int Busy { get; init; }

    /// <summary>Files that failed before, and whose next try is later or only on request.</summary>
    public int Waiting { get; init; }

    /// <summary>Files that are gone and whose rows this sweep removed.</summary>
    public int Removed { get; init; }

    /// <summary>Rows loaded by this sweep.</summary>
    public long Rows { get; init; }

    /// <summary>Rows rejected by this sweep.</summary>
    public long Rejected { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public double Seconds { get; init; }
}
