using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>The contract on the SQL Server that the tests are given.</summary>
public sealed class SqlServerWarehouseTests(SharedDatabase shared) : WarehouseContract, IClassFixture<SharedDatabase>
{
    private TestDatabase database = null!;
    private bool isHostile;

    protected override async Task<IWarehouse> CreateAsync()
    {
        database = await shared.EmptiedAsync();
        return database.Open();
    }

    protected override async Task<int> ReadTicksPerUnitAsync() => (await database.LimitsAsync()).TicksPerUnit;

    protected override async Task<string> WithNulAsync(string text) =>
        (await database.LimitsAsync()).HoldsNul ? text : text.Replace("\0", "", StringComparison.Ordinal);

    protected override async Task RequireNameAsync(string name)
    {
        // Not every server can drop again what it has made.
        isHostile = true;
        Assert.SkipUnless(await database.CanNameAsync(name), "This server has no tables and columns of this name.");
    }

    protected override async ValueTask CleanUpAsync()
    {
        if (isHostile)
        {
            await shared.RenewAsync();
        }
    }

    protected override Task<IReadOnlyList<object?[]>> ReadRowsAsync(Dataset dataset) => SqlServerRows.ReadAsync(database, dataset);
}
