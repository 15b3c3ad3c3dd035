namespace Sluice.Warehouse;

/// <summary>What the columns of a warehouse can hold exactly. Validation rejects what they cannot.</summary>
/// <param name="TicksPerUnit">The resolution of times and timestamps, in ticks of 100 ns: 1 for Azure SQL, 10 for DuckDB.</param>
public sealed record WarehouseLimits(int TicksPerUnit);
