using Sluice.IntegrationTests.Analytics.Oracle;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake.Definition;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>
/// The OData service over two tables: one has NaN and infinity in its columns <c>x</c> and <c>y</c>, the other zeros of both signs.
/// </summary>
public sealed class NaNFixture : AnalyticsFixture
{
    internal override LakeDefinition Lake { get; } = new("numbers",
    [
        NumberData.Set("specials", NumberData.Integer("id"), NumberData.Double("x"), NumberData.Double("y")),
        NumberData.Set("zeros", NumberData.Integer("id"), NumberData.Double("x")),
    ]);

    internal override async Task<OracleData> LoadAsync(IWarehouse opened)
    {
        await opened.PrepareAsync(Lake, TestContext.Current.CancellationToken);
        await new LoadDriver(opened).LoadAsync(Lake.Datasets[0], LoadDriver.Version("data/specials/a.csv"),
        [
            [1L, double.NaN, double.NaN],
            [2L, double.NaN, 1.0],
            [3L, 1.0, double.NaN],
            [4L, 1.0, double.PositiveInfinity],
            [5L, null, null],
        ]);
        await new LoadDriver(opened).LoadAsync(
            Lake.Datasets[1], LoadDriver.Version("data/zeros/a.csv"), [[1L, -0.0], [2L, 0.0], [3L, -0.0]]);
        return new OracleData();
    }
}
