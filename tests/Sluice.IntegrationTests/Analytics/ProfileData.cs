using System.Globalization;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>
/// Tables of every kind of column, to profile: random ones, empty ones, ones of nulls, of one value, and of the ends of each type.
/// </summary>
internal static class ProfileData
{
    /// <summary>How many rows <c>many</c> has, each with another text.</summary>
    public const int Many = 1_500;

    /// <summary>The names of the tables that all have the same columns.</summary>
    public static IReadOnlyList<string> Names { get; } = ["mixed", "empty", "nothing", "same", "ends"];

    public static LakeDefinition Lake { get; } = new(
        "profiles",
        [
            .. Names.Select(n => Datasets.Of(n, Fields) with { Paths = [new DatasetPath("data", $"{n}/*.csv")] }),
            Datasets.Of("many", Datasets.Text("code"), Datasets.Integer("n")) with { Paths = [new DatasetPath("data", "many/*.csv")] },
        ]);

    private static IReadOnlyList<Field> Fields =>
    [
        Datasets.Text("name"), Datasets.Integer("whole"), Datasets.Decimal("price", 12, 2), Datasets.Decimal("exact", 38, 10),
        Datasets.Decimal("digits", 38, 0), Datasets.Of("ratio", FieldType.Number, new ColumnType(ColumnKind.Double)),
        Datasets.Of("flag", FieldType.Boolean, new ColumnType(ColumnKind.Boolean)),
        Datasets.Of("day", FieldType.Date, new ColumnType(ColumnKind.Date)),
        Datasets.Of("at", FieldType.Datetime, new ColumnType(ColumnKind.Timestamp)),
        Datasets.Of("opens", FieldType.Time, new ColumnType(ColumnKind.Time)), Datasets.Integer("few"),
        Datasets.Text("secret") with { Sensitive = Sensitivity.Hash },
    ];

    /// <summary>The rows of a table, decimals without their point.</summary>
    /// <param name="table">Its name.</param>
    /// <param name="hasInfinity">Whether its floating-point numbers can be infinite.</param>
    public static IReadOnlyList<object?[]> Rows(string table, bool hasInfinity) => table switch
    {
        "empty" => [],
        "nothing" => [.. Enumerable.Range(0, 10).Select(_ => new object?[Fields.Count])],
        "same" => [.. Enumerable.Range(0, 5).Select(_ => new object?[]
        {
            "l'été", 7L, (Int128)150, (Int128)(-1), (Int128)0, 0.5, true, new DateOnly(2024, 2, 29),
            new DateTime(2024, 2, 29, 23, 59, 59), new TimeOnly(12, 0), 1L, "x",
        })],
        "ends" => Ends(hasInfinity),
        "many" => [.. Enumerable.Range(0, Many).Select(i => new object?[] { $"code {i.ToString(CultureInfo.InvariantCulture)}", (long)i })],
        _ => [.. Mixed(hasInfinity)],
    };

    /// <summary>Fills a warehouse.</summary>
    public static async Task LoadAsync(IWarehouse warehouse, bool hasInfinity)
    {
        await warehouse.PrepareAsync(Lake, TestContext.Current.CancellationToken);
        foreach (var dataset in Lake.Datasets.Where(d => d.Name != "empty"))
        {
            await new LoadDriver(warehouse).LoadAsync(
                dataset, LoadDriver.Version($"data/{dataset.Name}/a.csv"), Rows(dataset.Name, hasInfinity));
        }
    }

    private static object?[][] Ends(bool hasInfinity)
    {
        var digits = Int128.Parse(new string('9', 38), CultureInfo.InvariantCulture);

        // A server that stands in for SQL Server may not read a parameter of 38 digits and a sign.
        var least = hasInfinity ? -digits : -1;
        return
        [
            [
                "", long.MinValue, (Int128)(-999_999_999_999), least, least, double.MinValue, false, DateOnly.MinValue,
                DateTime.MinValue, TimeOnly.MinValue, 0L, "",
            ],
            [
                "😀 " + new string('ß', 300), long.MaxValue, (Int128)999_999_999_999, digits, digits, double.MaxValue, true,
                DateOnly.MaxValue, new DateTime(9999, 12, 31, 23, 59, 59).AddTicks(9_999_990), new TimeOnly(23, 59, 59), 0L, "y",
            ],
            [
                "\ttab\n\"", 0L, (Int128)0, (Int128)0, (Int128)0, hasInfinity ? double.PositiveInfinity : 0, true,
                new DateOnly(2024, 1, 1), new DateTime(2024, 1, 1), new TimeOnly(6, 0), null, null,
            ],
            [null, null, null, null, null, hasInfinity ? double.NegativeInfinity : null, null, null, null, null, null, null],
        ];
    }

    private static IEnumerable<object?[]> Mixed(bool hasInfinity)
    {
        var random = new Random(22);
        string[] names = ["chair", "Chair", "chair ", "table", "l'été", "😀 smile", "ÄRGER", "", " padded ", "x'; DROP TABLE t; --"];
        for (var i = 0; i < 700; i++)
        {
            yield return
            [
                OrNull(() => names[(int)Math.Sqrt(random.Next(names.Length * names.Length))]),
                OrNull(() => (long)random.Next(-50, 900)),
                OrNull(() => (Int128)random.Next(-500, 2_000_000)),
                OrNull(() => (Int128)random.NextInt64() * random.Next(-1_000_000, 1_000_000)),
                OrNull(() => (Int128)random.NextInt64() * random.NextInt64()),
                OrNull(() => hasInfinity && random.Next(40) == 0
                    ? random.Next(2) == 0 ? double.PositiveInfinity : double.NegativeInfinity
                    : Math.Exp(random.NextDouble() * 20) - 1000),
                OrNull(() => random.Next(3) == 0),
                OrNull(() => new DateOnly(2020, 2, 29).AddDays(random.Next(1_500))),
                OrNull(() => new DateTime(2024, 2, 27, 23, 59, 58).AddTicks(random.NextInt64(TimeSpan.TicksPerDay * 90) / 10 * 10)),
                OrNull(() => new TimeOnly(random.Next(24), random.Next(60), random.Next(60))),
                OrNull(() => (long)random.Next(4)),
                OrNull(() => $"secret {random.Next(20)}"),
            ];
        }

        object? OrNull<T>(Func<T> value) => random.Next(7) == 0 ? null : value();
    }
}
