using Sluice.IntegrationTests.Analytics.Oracle;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>The OData service over a table with NaN and infinity in its columns <c>x</c> and <c>y</c>, and one with zeros of both signs.</summary>
public sealed class NaNFixture : AnalyticsFixture
{
    internal override LakeDefinition Lake { get; } = new("numbers",
    [
        new Dataset
        {
            Name = "specials",
            Path = new DatasetPath("data", "specials/*.csv"),
            Schema = new TableSchema
            {
                Fields =
                [
                    new Field { Name = "id", Type = FieldType.Integer, Column = new ColumnType(ColumnKind.Int64) },
                    new Field { Name = "x", Type = FieldType.Number, Column = new ColumnType(ColumnKind.Double) },
                    new Field { Name = "y", Type = FieldType.Number, Column = new ColumnType(ColumnKind.Double) },
                ],
            },
        },
        new Dataset
        {
            Name = "zeros",
            Path = new DatasetPath("data", "zeros/*.csv"),
            Schema = new TableSchema
            {
                Fields =
                [
                    new Field { Name = "id", Type = FieldType.Integer, Column = new ColumnType(ColumnKind.Int64) },
                    new Field { Name = "x", Type = FieldType.Number, Column = new ColumnType(ColumnKind.Double) },
                ],
            },
        },
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
