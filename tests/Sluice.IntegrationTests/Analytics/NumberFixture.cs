using Sluice.IntegrationTests.Analytics.Oracle;
using Sluice.Lake.Definition;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>The OData service over tables of numbers.</summary>
public sealed class NumberFixture : AnalyticsFixture
{
    internal override LakeDefinition Lake => NumberData.Lake;

    internal override Task<OracleData> LoadAsync(IWarehouse opened) => NumberData.LoadAsync(opened);
}
