using Sluice.DuckDb;
using Sluice.Lake.Definition;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Warehouse;

/// <summary>The contract on DuckDB.</summary>
public sealed class DuckDbWarehouseTests : WarehouseContract
{
    protected override Task<IWarehouse> CreateAsync() => Task.FromResult<IWarehouse>(DuckDbWarehouse.Open(":memory:"));

    protected override Task<IReadOnlyList<object?[]>> ReadRowsAsync(Dataset dataset) =>
        Task.FromResult(DuckDbRows.Read((DuckDbWarehouse)Warehouse, dataset));
}
