namespace Sluice.Ledger;

/// <summary>How much work batches are.</summary>
/// <param name="Batches">How many batches they are.</param>
/// <param name="Files">How many files they have.</param>
/// <param name="Length">The bytes of these files.</param>
public readonly record struct BatchSize(long Batches, long Files, long Length);
