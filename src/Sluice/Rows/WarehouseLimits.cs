namespace Sluice.Rows;

/// <summary>What a warehouse can do. What its columns cannot hold exactly, validation rejects.</summary>
/// <param name="TicksPerUnit">The resolution of times and timestamps, in ticks of 100 ns: 1 for Azure SQL, 10 for DuckDB.</param>
/// <param name="HoldsAllDoubles">Whether a floating point column holds NaN, infinities and numbers nearer to 0 than 2.2250738585072014E-308; that of Azure
/// SQL does not.</param>
/// <param name="Commits">How many commits of one load may be written at a time, each in a transaction of its own; they are made one after the
/// other. 1 where there is one writer.</param>
/// <param name="LeastCommitRows">Where <paramref name="Commits"/> is more than 1: the least rows of a commit that ends early so that all of them end
/// together, and of what is left then.</param>
/// <param name="MostCommitRows">Where <paramref name="Commits"/> is more than 1: the most rows of a commit, which wait in memory while those
/// before them are written.</param>
/// <param name="BatchRows">The rows that it takes best at once; few enough to stay in the caches.</param>
public sealed record WarehouseLimits(
    int TicksPerUnit, bool HoldsAllDoubles = true, int Commits = 1, int LeastCommitRows = 1, int MostCommitRows = int.MaxValue,
    int BatchRows = 16_384);
