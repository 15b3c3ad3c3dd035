namespace Sluice.Rows;

/// <summary>The limits of a warehouse. Validation rejects values that its columns cannot hold exactly.</summary>
/// <param name="TicksPerUnit">The resolution of times and timestamps, in ticks of 100 ns: 1 for Azure SQL, 10 for DuckDB.</param>
/// <param name="HoldsAllDoubles">Whether a floating point column holds NaN, infinities and subnormal numbers (nearer to 0 than
/// 2.2250738585072014E-308). Azure SQL's does not.</param>
/// <param name="Commits">How many commits of one load can be written in parallel, each in its own transaction. They still commit in order.
/// 1 if the warehouse allows only one writer.</param>
public sealed record WarehouseLimits(int TicksPerUnit, bool HoldsAllDoubles = true, int Commits = 1);
