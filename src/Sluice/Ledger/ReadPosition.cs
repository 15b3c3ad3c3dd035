namespace Sluice.Ledger;

/// <summary>A place between two records of a file.</summary>
/// <param name="Offset">The bytes before it.</param>
/// <param name="Lines">The lines before it, those of the header included.</param>
/// <param name="Rows">The data rows before it, loaded or rejected.</param>
/// <param name="Rejected">The rejects among those rows.</param>
public readonly record struct ReadPosition(long Offset, long Lines, long Rows, long Rejected);
