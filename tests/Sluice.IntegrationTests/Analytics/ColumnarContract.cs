using System.Numerics;
using Apache.Arrow.Types;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>Parquet and Arrow have the rows as they are, with their types, on every warehouse.</summary>
public abstract class ColumnarContract(AnalyticsFixture tables, bool hasInfinity)
{
    public static TheoryData<string> Tables => [.. ProfileData.Names, "many"];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task DuckDB_reads_Parquet_and_Arrow_reads_its_stream_as_the_rows_are(string table)
    {
        var dataset = ProfileData.Lake.Find(table)!;
        var expected = ProfileData.Rows(table, hasInfinity).Select(r => r.Select(Plain).ToArray()).ToList();
        var options = new Dictionary<string, string> { ["$orderby"] = "_row" };

        var parquet = await tables.GetAsync(table, [.. options, KeyValuePair.Create("$format", "parquet")]);
        var arrow = await tables.GetAsync(
            table, options, new Dictionary<string, string> { ["Accept"] = "application/vnd.apache.arrow.stream" });

        Assert.Equal((200, "application/vnd.apache.parquet"), (parquet.Status, parquet.ContentType));
        Assert.Equal((200, "application/vnd.apache.arrow.stream"), (arrow.Status, arrow.ContentType));
        var (columns, rows) = Columnar.ReadParquet(parquet.Bytes);
        Assert.Equal([.. dataset.Schema.Fields.Select(f => f.Name), "_file", "_row"], columns.Select(c => c.Name));
        AssertSame(expected, rows);
        var (arrowColumns, arrowRows) = Columnar.ReadArrow(arrow.Bytes);
        Assert.Equal(columns.Select(c => c.Name), arrowColumns.Select(c => c.Name));
        AssertSame(expected, arrowRows);
    }

    [Fact]
    public async Task Each_type_is_kept()
    {
        var parquet = await tables.GetAsync("mixed", [KeyValuePair.Create("$format", "parquet")]);
        var arrow = await tables.GetAsync("mixed", [KeyValuePair.Create("$format", "arrow")]);

        Assert.Equal(
            [
                "VARCHAR", "BIGINT", "DECIMAL(12,2)", "DECIMAL(38,10)", "DECIMAL(38,0)", "DOUBLE", "BOOLEAN", "DATE",
                "TIMESTAMP WITH TIME ZONE", "TIME WITH TIME ZONE", "BIGINT", "VARCHAR", "BIGINT", "BIGINT",
            ],
            Columnar.ReadParquet(parquet.Bytes).Columns.Select(c => c.Type));
        var types = Columnar.ReadArrow(arrow.Bytes).Columns.Select(c => c.Type).ToList();
        Assert.Equal(
            [
                ArrowTypeId.String, ArrowTypeId.Int64, ArrowTypeId.Decimal128, ArrowTypeId.Decimal128, ArrowTypeId.Decimal128,
                ArrowTypeId.Double, ArrowTypeId.Boolean, ArrowTypeId.Date32, ArrowTypeId.Timestamp, ArrowTypeId.Time64, ArrowTypeId.Int64,
                ArrowTypeId.String, ArrowTypeId.Int64, ArrowTypeId.Int64,
            ],
            types.Select(t => t.TypeId));
        Assert.Equal((38, 10), (((Decimal128Type)types[3]).Precision, ((Decimal128Type)types[3]).Scale));
        Assert.Equal((TimeUnit.Microsecond, "UTC"), (((TimestampType)types[8]).Unit, ((TimestampType)types[8]).Timezone));
    }

    private static void AssertSame(List<object?[]> expected, IReadOnlyList<object?[]> rows)
    {
        Assert.Equal(expected.Count, rows.Count);
        foreach (var (row, found) in expected.Zip(rows))
        {
            Assert.Equal(row, found.Take(row.Length));
        }
    }

    private static object? Plain(object? value) => value switch
    {
        Int128 units => (BigInteger)units,
        DateTime time => DateTime.SpecifyKind(time, DateTimeKind.Utc),
        _ => value,
    };
}
