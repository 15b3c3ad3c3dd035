namespace Sluice.Ledger;

/// <summary>Which rows of the ledger to read. Conditions that are <see langword="null"/> do not count.</summary>
public sealed record LedgerQuery
{
    /// <summary>Only those of this file (its path).</summary>
    public string? File { get; init; }

    /// <summary>Only those of this dataset.</summary>
    public string? Dataset { get; init; }

    /// <summary>Only the load of this number, or the rejects of it.</summary>
    public long? Load { get; init; }

    /// <summary>Only files or loads in this state.</summary>
    public LoadState? State { get; init; }

    /// <summary>How many rows to leave out first.</summary>
    public long Skip { get; init; }

    /// <summary>The most rows.</summary>
    public int Top { get; init; } = 100;
}
