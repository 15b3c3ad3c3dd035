using Sluice.IntegrationTests.Analytics;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>The OData service over the given SQL Server, if there is one.</summary>
public class SqlServerAnalyticsFixture : AnalyticsFixture
{
    private TestDatabase? database;

    public override async ValueTask InitializeAsync()
    {
        if (TestDatabase.HasServer)
        {
            database = await TestDatabase.CreateAsync();
            await base.InitializeAsync();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        await (database?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>Whether the server has a median. A server that stands in for SQL Server may not.</summary>
    internal Task<bool> HasMedianAsync() =>
        database!.CanAsync("SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY n) OVER () FROM (SELECT 1E0 AS n) AS t;");

    /// <summary>
    /// Whether the server has minimum and maximum of decimals in groups. Babelfish crashes on them, so this asks for the server's
    /// version instead.
    /// </summary>
    internal Task<bool> HasExtremesAsync() =>
        database!.CanAsync("SELECT 1 / CASE WHEN @@VERSION LIKE '%Babelfish%' THEN 0 ELSE 1 END;");

    protected override Task<(IWarehouse Warehouse, IWarehouseQueries Queries)> OpenAsync()
    {
        var warehouse = database!.Open();
        return Task.FromResult<(IWarehouse, IWarehouseQueries)>((warehouse, warehouse.Queries));
    }
}
