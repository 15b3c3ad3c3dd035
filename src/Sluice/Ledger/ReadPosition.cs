namespace Sluice.Ledger;

/// <summary>A position between two records of a file.</summary>
/// <param name="Offset">The number of bytes before it.</param>
/// <param name="Lines">The number of lines before it, header included.</param>
/// <param name="Rows">The number of data rows before it, loaded or rejected.</param>
/// <param name="Rejected">How many of those rows are rejects.</param>
public readonly record struct ReadPosition(long Offset, long Lines, long Rows, long Rejected);
