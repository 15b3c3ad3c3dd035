namespace Sluice.Warehouse;

/// <summary>What the columns of a warehouse can hold exactly. Validation rejects what they cannot.</summary>
/// <param name="TicksPerUnit">The resolution of times and timestamps, in ticks of 100 ns: 1 for Azure SQL, 10 for DuckDB.</param>
/// <param name="HoldsAllDoubles">Whether a floating point column holds NaN, infinities and numbers nearer to 0 than 2.23E-308; that of Azure
/// SQL does not.</param>
public sealed record WarehouseLimits(int TicksPerUnit, bool HoldsAllDoubles = true);
