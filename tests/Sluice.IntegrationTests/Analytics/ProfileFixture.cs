using Sluice.IntegrationTests.Analytics.Oracle;
using Sluice.Lake.Definition;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>The tables to profile on DuckDB.</summary>
public sealed class ProfileFixture : AnalyticsFixture
{
    internal override LakeDefinition Lake => ProfileData.Lake;

    internal override async Task<OracleData> LoadAsync(IWarehouse opened)
    {
        await ProfileData.LoadAsync(opened, hasInfinity: true);
        return new OracleData();
    }
}
