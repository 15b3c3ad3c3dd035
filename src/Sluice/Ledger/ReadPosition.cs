namespace Sluice.Ledger;

/// <summary>A position between two records of a file.</summary>
/// <param name="Offset">The number of bytes before it.</param>
/// <param name="Lines">The number of lines before it, header included.</param>
/// <param name="Records">The number of data records before it, loaded, rejected or left out.</param>
/// <param name="Rejected">How many of those records are rejects.</param>
/// <param name="Erased">How many of them were left out, because their key is erased.</param>
public readonly record struct ReadPosition(long Offset, long Lines, long Records, long Rejected, long Erased = 0);
