using System.Globalization;
using System.Text;
using Apache.Arrow.Types;
using Sluice.Analytics;
using Sluice.Analytics.Columnar;
using Sluice.Analytics.Model;
using Sluice.Analytics.Requests;
using Sluice.DuckDb;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>Parquet and Arrow on DuckDB: any query, any number of rows.</summary>
public sealed class ColumnarTests(ProfileFixture tables)
    : ColumnarContract(tables, hasInfinity: true), IClassFixture<ProfileFixture>
{
    // Several batches. SLUICE_EXPORT_ROWS=2000000 measures the memory of more.
    private static readonly int Rows = int.TryParse(
        Environment.GetEnvironmentVariable("SLUICE_EXPORT_ROWS"), CultureInfo.InvariantCulture, out var rows) ? rows : 150_000;

    private static readonly Dataset Series = Datasets.Of(
        "series", Datasets.Integer("n"), Datasets.Text("name"), Datasets.Of("x", FieldType.Number, new ColumnType(ColumnKind.Double)));

    private readonly ProfileFixture tables = tables;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("mixed?$select=price,name&$filter=price gt 100&$orderby=price,_row")]
    [InlineData("mixed?$compute=exact mul exact mul exact as x,whole mul whole as y&$select=x,y&$orderby=_row&$top=50")]
    [InlineData("mixed?$apply=groupby((name),aggregate(price with sum as total,whole with average as mean,$count as n))&$orderby=name")]
    [InlineData("mixed?$apply=aggregate(whole with sum as s,digits with max as most,day with min as first,at with max as last)")]
    [InlineData("mixed?$filter=false")]
    public async Task Any_query_has_the_columns_and_values_of_its_csv(string request)
    {
        var (set, options) = RequestContract.Split(request);

        var csv = await tables.GetAsync(set, [.. options, KeyValuePair.Create("$format", "csv")]);
        var parquet = await tables.GetAsync(set, [.. options, KeyValuePair.Create("$format", "application/vnd.apache.parquet")]);
        var arrow = await tables.GetAsync(set, [.. options, KeyValuePair.Create("$format", "arrow")]);

        // No text of the table has a comma, a quote or a line break.
        var lines = csv.Text.Split("\r\n")[..^1].Select(l => l.Split(',').Select(c => c.Trim('"')).ToArray()).ToList();
        var (columns, rows) = Columnar.ReadParquet(parquet.Bytes);
        var (arrowColumns, arrowRows) = Columnar.ReadArrow(arrow.Bytes);
        Assert.Equal(lines[0], columns.Select(c => c.Name));
        Assert.Equal(lines[0], arrowColumns.Select(c => c.Name));
        Assert.Equal(rows, arrowRows);
        Assert.Equal(lines.Count - 1, rows.Count);
        foreach (var (line, row) in lines.Skip(1).Zip(rows))
        {
            Assert.All(line.Zip(row, arrowColumns), c => AssertSame(c.First, c.Second, c.Third.Type));
        }
    }

    [Theory]
    [InlineData("mixed(_file=1,_row=1)", "parquet", 406)]
    [InlineData("mixed", "application/vnd.apache.parquet;header=present", 406)]
    [InlineData("mixed", "feather", 406)]
    [InlineData("mixed/profile", "arrow", 406)]
    public async Task What_these_formats_cannot_have_is_refused(string path, string format, int status) =>
        Assert.NotEmpty((await tables.GetAsync(path, [KeyValuePair.Create("$format", format)])).AssertProblem(status));

    [Fact]
    public async Task Any_number_of_rows_takes_the_same_memory()
    {
        await using var warehouse = await OpenAsync();
        foreach (var write in (Func<AnalyticsRows, Stream, Task>[])
            [(r, s) => ParquetRowsWriter.WriteAsync(r, s, Cancel), (r, s) => ArrowRowsWriter.WriteAsync(r, s, Cancel)])
        {
            await using var rows = await StartAsync(warehouse, Cancel);
            using var watched = new WatchedStream();

            await write(rows, watched);

            Assert.True(watched.Held.Count >= 3, "There are too few batches.");

            // The first batch has made all buffers. Twice their limit is more than the collector leaves behind.
            Assert.True(
                watched.Held.Max() - watched.Held[0] < 16 * 1024 * 1024,
                $"{watched.Held[0]} bytes were held after the first batch, and {watched.Held.Max()} later.");
        }
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_no_file()
    {
        await using var warehouse = await OpenAsync();

        var parquet = await BreakOffAsync((r, s) => ParquetRowsWriter.WriteAsync(r, s, Cancel));
        var arrow = await BreakOffAsync((r, s) => ArrowRowsWriter.WriteAsync(r, s, Cancel));

        Assert.NotEqual("PAR1", Encoding.ASCII.GetString(parquet[^4..]));

        // The mark of the end of a stream.
        Assert.NotEqual([0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0], arrow[^8..]);

        async Task<byte[]> BreakOffAsync(Func<AnalyticsRows, Stream, Task> write)
        {
            using var interruption = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            using var body = new InterruptingStream(interruption);
            await using var rows = await StartAsync(warehouse, interruption.Token);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write(rows, body));
            Assert.True(body.Length > 100_000);
            return body.ToArray();
        }
    }

    private static void AssertSame(string text, object? value, IArrowType type)
    {
        switch (value)
        {
            case null:
                Assert.Equal("", text);
                break;
            case System.Numerics.BigInteger units:
                var expected = Oracle.Exact.Parse(text);
                Assert.True(expected == Oracle.Exact.Parse(Decimal(units, ((Decimal128Type)type).Scale)), $"{text} is not {units}.");
                break;
            case double number:
                Assert.Equal(double.Parse(text.Replace("INF", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture), number);
                break;
            case bool truth:
                Assert.Equal(text, truth ? "true" : "false");
                break;
            case DateOnly date:
                Assert.Equal(text, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                Assert.Equal(text, time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture));
                break;
            default:
                Assert.Equal(text, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string Decimal(System.Numerics.BigInteger units, int scale)
    {
        var digits = System.Numerics.BigInteger.Abs(units).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(units.Sign < 0 ? "-" : "")}{digits[..^scale]}{(scale == 0 ? "" : ".")}{digits[^scale..]}";
    }

    private static async Task<IWarehouse> OpenAsync()
    {
        const int RowsOfCommit = 50_000;
        var warehouse = DuckDbWarehouse.Open(":memory:");
        await warehouse.PrepareAsync(new LakeDefinition("series", [Series]), Cancel);
        var driver = new LoadDriver(warehouse);
        var target = await driver.StartAsync(Series, LoadDriver.Version("data/people/a.csv"));
        for (var first = 1; first <= Rows; first += RowsOfCommit)
        {
            var count = Math.Min(RowsOfCommit, Rows - first + 1);
            target = await driver.CommitAsync(
                target,
                [.. Enumerable.Range(first, count).Select(i => new object?[]
                {
                    (long)i, $"the name of number {i} is rather long", i / 8.0,
                })],
                first, first + count > Rows ? LoadState.Loaded : LoadState.Running);
        }

        return warehouse;
    }

    private static Task<AnalyticsRows> StartAsync(IWarehouse warehouse, CancellationToken cancellationToken)
    {
        var model = AnalyticsModel.From(new LakeDefinition("series", [Series]));
        var service = new AnalyticsService(model, warehouse.Queries, new QueryLimits(), TimeProvider.System);
        return service.StartAsync(new AnalyticsRequest { Set = model.Find("series")!, IsWhole = true }, cancellationToken);
    }

    /// <summary>Cancels the query once the first part of its answer is written.</summary>
    private sealed class InterruptingStream(CancellationTokenSource interruption) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await base.WriteAsync(buffer, cancellationToken);
            await interruption.CancelAsync();
        }
    }

    /// <summary>Forgets what is written, and remembers how much memory was held each time.</summary>
    private sealed class WatchedStream : MemoryStream
    {
        public List<long> Held { get; } = [];

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Held.Add(GC.GetTotalMemory(forceFullCollection: true));
            return ValueTask.CompletedTask;
        }
    }
}
