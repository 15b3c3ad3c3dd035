namespace Sluice.Ledger;

/// <summary>Which rows of the ledger to read. A condition that is <see langword="null"/> is ignored.</summary>
public sealed record LedgerQuery
{
    /// <summary>Only rows of this file (its path).</summary>
    public string? File { get; init; }

    /// <summary>Only rows of this dataset.</summary>
    public string? Dataset { get; init; }

    /// <summary>Only the load with this id, or its rejects.</summary>
    public long? Load { get; init; }

    /// <summary>Only files or loads in this state.</summary>
    public LoadState? State { get; init; }

    /// <summary>Only files whose <see cref="FileRecord.Content"/> begins with this text, of digits and hyphens.</summary>
    public string? Content { get; init; }

    /// <summary>How many rows to skip.</summary>
    public long Skip { get; init; }

    /// <summary>The greatest number of rows.</summary>
    public int Top { get; init; } = 100;
}
