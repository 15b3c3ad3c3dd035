namespace Sluice.Rows;

/// <summary>What a warehouse can do. What its columns cannot hold exactly, validation rejects.</summary>
/// <param name="TicksPerUnit">The resolution of times and timestamps, in ticks of 100 ns: 1 for Azure SQL, 10 for DuckDB.</param>
/// <param name="HoldsAllDoubles">Whether a floating point column holds NaN, infinities and numbers nearer to 0 than
/// 2.2250738585072014E-308; that of Azure SQL does not.</param>
/// <param name="Commits">How many commits of one load may be written at a time, each in a transaction of its own; they are made one after
/// the other. 1 where there is one writer.</param>
public sealed record WarehouseLimits(int TicksPerUnit, bool HoldsAllDoubles = true, int Commits = 1);
