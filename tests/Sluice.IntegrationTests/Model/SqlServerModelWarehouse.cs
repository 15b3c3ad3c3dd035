using Sluice.IntegrationTests.SqlServer;
using Sluice.Lake.Definition;
using Sluice.SqlServer.Schema;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Model;

/// <summary>A database of the given SQL Server, which two processes load into.</summary>
internal sealed class SqlServerModelWarehouse : ModelWarehouse
{
    private readonly TestDatabase database;

    private SqlServerModelWarehouse(TestDatabase database) => this.database = database;

    public override string Name => NameOf(database.ConnectionString);

    public override int Processes => 2;

    /// <summary>Creates one. Skips the test if there is no server.</summary>
    public static async Task<SqlServerModelWarehouse> CreateAsync() => new(await TestDatabase.CreateAsync());

    public override async Task<IReadOnlyList<long>> ReadAsideAsync(IWarehouse warehouse, Dataset dataset) =>
        await database.ReadAsync($"SELECT id FROM {new DatasetTable(dataset).Aside}", r => r.GetInt64(0));

    public override ValueTask DisposeAsync() => database.DisposeAsync();

    protected override Task<IReadOnlyList<object?[]>> ReadAsync(IWarehouse warehouse, Dataset dataset, IReadOnlyList<string> more) =>
        SqlServerRows.ReadAsync(database, dataset, more);
}
