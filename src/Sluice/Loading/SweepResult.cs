using Sluice.Ledger;

namespace Sluice.Loading;

/// <summary>What became of the files of a sweep, or of a selection of files that somebody asked for.</summary>
public sealed record SweepResult
{
    /// <summary>Files that match a dataset, and the selection.</summary>
    public int Files { get; init; }

    /// <summary>Files that needed no load.</summary>
    public int Unchanged { get; init; }

    /// <summary>Files that were loaded.</summary>
    public int Loaded { get; init; }

    /// <summary>Files that were refused.</summary>
    public int Refused { get; init; }

    /// <summary>Files whose load failed.</summary>
    public int Failed { get; init; }

    /// <summary>Files that another load was working on, or that changed while they were read.</summary>
    public int Busy { get; init; }

    /// <summary>Files that failed before, and whose next try is later or only on request. Only a sweep waits.</summary>
    public int Waiting { get; init; }

    /// <summary>Files that are gone and whose rows were removed. Only a sweep removes rows.</summary>
    public int Removed { get; init; }

    /// <summary>Rows loaded.</summary>
    public long Rows { get; init; }

    /// <summary>Rows rejected.</summary>
    public long Rejected { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Counts loads and removals by how they ended.</summary>
    /// <param name="ended">The loads and removals.</param>
    /// <param name="unchanged">Files that needed no load and have none.</param>
    internal static SweepResult Count(IReadOnlyCollection<Load> ended, int unchanged) => new()
    {
        Unchanged = unchanged + ended.Count(l => l.State == LoadState.Unchanged),
        Loaded = ended.Count(l => l.State == LoadState.Loaded),
        Refused = ended.Count(l => l.State == LoadState.Refused),
        Failed = ended.Count(l => l.State == LoadState.Failed),
        Busy = ended.Count(l => l.State is LoadState.Busy or LoadState.Superseded),
        Removed = ended.Count(l => l.State == LoadState.Removed),
        Rows = ended.Sum(l => l.Rows),
        Rejected = ended.Sum(l => l.Rejected),
    };
}
