namespace Sluice.Ledger;

/// <summary>What became of the files of a batch.</summary>
public sealed record BatchCounts
{
    /// <summary>Files whose newest version was loaded already, or has the same content as a file that is loaded.</summary>
    public long Unchanged { get; init; }

    /// <summary>Files that were loaded.</summary>
    public long Loaded { get; init; }

    /// <summary>Files that were refused.</summary>
    public long Refused { get; init; }

    /// <summary>Files whose load failed.</summary>
    public long Failed { get; init; }

    /// <summary>
    /// Files that could not be read now: another load was working on them, they changed while they were read, their copy was not complete,
    /// or they were in the archive tier.
    /// </summary>
    public long Busy { get; init; }

    /// <summary>Files that are gone and whose rows were removed.</summary>
    public long Removed { get; init; }

    /// <summary>Rows that were loaded.</summary>
    public long Rows { get; init; }

    /// <summary>Rows that were rejected.</summary>
    public long Rejected { get; init; }

    /// <summary>Bytes of the files that were read.</summary>
    public long Bytes { get; init; }

    /// <summary>The id of the load, for an operation of one file.</summary>
    public long? Load { get; init; }

    /// <summary>Counts what became of files.</summary>
    /// <param name="loads">The loads and removals. A file that is gone has none.</param>
    public static BatchCounts From(IReadOnlyCollection<Load> loads) => new()
    {
        Unchanged = loads.Count(l => l.State is LoadState.Unchanged or LoadState.Skipped),
        Loaded = loads.Count(l => l.State == LoadState.Loaded),
        Refused = loads.Count(l => l.State == LoadState.Refused),
        Failed = loads.Count(l => l.State == LoadState.Failed),
        Busy = loads.Count(l => l.State is LoadState.Busy or LoadState.Superseded or LoadState.Waiting or LoadState.Archived),
        Removed = loads.Count(l => l.State == LoadState.Removed),
        Rows = loads.Sum(l => l.Rows),
        Rejected = loads.Sum(l => l.Rejected),
        Bytes = loads.Sum(l => l.Bytes),
    };

    /// <summary>What these counts have more than others.</summary>
    internal BatchCounts Since(BatchCounts other) => new()
    {
        Unchanged = Unchanged - other.Unchanged,
        Loaded = Loaded - other.Loaded,
        Refused = Refused - other.Refused,
        Failed = Failed - other.Failed,
        Busy = Busy - other.Busy,
        Removed = Removed - other.Removed,
        Rows = Rows - other.Rows,
        Rejected = Rejected - other.Rejected,
        Bytes = Bytes - other.Bytes,
        Load = Load,
    };
}
