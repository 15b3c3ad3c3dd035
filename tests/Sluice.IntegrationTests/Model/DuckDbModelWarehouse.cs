using Sluice.DuckDb;
using Sluice.DuckDb.Instance;
using Sluice.DuckDb.Schema;
using Sluice.IntegrationTests.Local;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake.Definition;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Model;

/// <summary>A DuckDB file, which one process opens at a time.</summary>
internal sealed class DuckDbModelWarehouse : ModelWarehouse
{
    private readonly TemporaryFolder folder = new();

    public override string Name => folder.Of("warehouse.duckdb");

    public override int Processes => 1;

    public override Task<IReadOnlyList<long>> ReadAsideAsync(IWarehouse warehouse, Dataset dataset)
    {
        using var connection = ((DuckDbWarehouse)warehouse).OpenConnection();
        return Task.FromResult<IReadOnlyList<long>>(
            connection.Read($"SELECT id FROM {MergeTable.AsideOf(dataset.Name)}", r => r.GetInt64(0)));
    }

    public override ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override Task<IReadOnlyList<object?[]>> ReadAsync(IWarehouse warehouse, Dataset dataset, IReadOnlyList<string> more) =>
        Task.FromResult(DuckDbRows.Read((DuckDbWarehouse)warehouse, dataset, more));
}
