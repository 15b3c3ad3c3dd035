using Sluice.IntegrationTests.Analytics;
using Sluice.IntegrationTests.Analytics.Oracle;
using Sluice.Lake.Definition;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>The tables to profile on the SQL Server that the tests are given.</summary>
public sealed class SqlServerProfileFixture : SqlServerAnalyticsFixture
{
    internal override LakeDefinition Lake => ProfileData.Lake;

    internal override async Task<OracleData> LoadAsync(IWarehouse opened)
    {
        await ProfileData.LoadAsync(opened, hasInfinity: false);
        return new OracleData();
    }
}
