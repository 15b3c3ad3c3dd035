namespace Sluice.Ledger;

/// <summary>A place between two records of a file.</summary>
/// <param name="Offset">The bytes before it.</param>
/// <param name="Lines">The lines before it, those of the header included.</param>
/// <param name="Records">The data records before it, loaded or rejected.</param>
/// <param name="Rejected">The rejects among those records.</param>
public readonly record struct ReadPosition(long Offset, long Lines, long Records, long Rejected);
