using Sluice.IntegrationTests.Analytics;
using Sluice.IntegrationTests.Analytics.Oracle;
using Sluice.Lake.Definition;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>The OData service over tables of numbers, on the SQL Server that the tests are given.</summary>
public sealed class SqlServerNumberFixture : SqlServerAnalyticsFixture
{
    internal override LakeDefinition Lake => NumberData.Lake;

    internal override Task<OracleData> LoadAsync(IWarehouse opened) => NumberData.LoadAsync(opened);
}
