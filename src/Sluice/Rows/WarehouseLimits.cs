namespace Sluice.Rows;

/// <summary>The limits of a warehouse. Validation rejects values that its columns cannot hold exactly.</summary>
/// <param name="TicksPerUnit">The resolution of times and timestamps, in ticks of 100 ns: 1 for Azure SQL, 10 for DuckDB.</param>
/// <param name="HoldsAllDoubles">Whether a floating point column holds NaN, infinities and subnormal numbers (nearer to 0 than
/// 2.2250738585072014E-308). Azure SQL's does not.</param>
/// <param name="Commits">How many commits of one load can be written in parallel, each in its own transaction. They still commit in order.
/// 1 if the warehouse allows only one writer.</param>
/// <param name="LeastCommitRows">If <paramref name="Commits"/> is more than 1: the least number of rows of a commit that ends early so that
/// parallel commits end together, and of the remainder.</param>
/// <param name="MostCommitRows">If <paramref name="Commits"/> is more than 1: the greatest number of rows of a commit. They wait in memory
/// while the commit before them is written.</param>
/// <param name="BatchRows">The best number of rows of a batch, small enough for the processor's caches.</param>
public sealed record WarehouseLimits(
    int TicksPerUnit, bool HoldsAllDoubles = true, int Commits = 1, int LeastCommitRows = 1, int MostCommitRows = int.MaxValue,
    int BatchRows = 16_384);
