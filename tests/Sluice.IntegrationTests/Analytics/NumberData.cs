using System.Globalization;
using System.Numerics;
using Sluice.IntegrationTests.Analytics.Oracle;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>Tables of numbers: one with a few rows at the ends of every type, and one of random decimals of 1 to 28 digits.</summary>
internal static class NumberData
{
    public static readonly int Count = Effort.Of(usual: 1_000, thorough: 5_000);

    private static readonly int[] Scales = [9, 14, 20, 28];
    private static readonly byte[] WideScales = [0, 0, 2, 18, 25, 38];
    private static readonly byte[] EdgePrecisions = [26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38];
    private static readonly string[] Keys = ["38.545734", "12345678901234567890.1234567891"];

    /// <summary>The columns of <c>wide</c>: with 0, 0, 2, 18, 25 and 38 digits after the point.</summary>
    public static IReadOnlyList<string> WideColumns { get; } = ["b", "c", "m", "d", "e", "f"];

    /// <summary>The random decimals as texts: digits, an optional point, digits.</summary>
    public static IReadOnlyList<string> Decimals { get; } = MakeDecimals();

    public static LakeDefinition Lake { get; } = new("numbers", [
        Set("ends", Integer("id"), Integer("n"), Decimal("price", 12, 2), Decimal("big", 38, 10), Decimal("fine", 38, 28), Double("ratio")),
        Set("decimals", [Integer("id"), .. Scales.Select((s, i) => Decimal($"d{i}", 38, (byte)s))]),
        Keyed,
        Set("wide", [Integer("id"), .. WideScales.Select((s, i) => Decimal(WideColumns[i], 38, s))]),
        Set("ends38", Integer("less"), Integer("grp"), Decimal("b", 38, 0), Decimal("d", 38, 18), Decimal("f", 38, 38)),
        Set("edges", [Integer("id"), .. EdgePrecisions.Select(p => Decimal($"p{p}", p, (byte)(p - 24)))])]);

    private static Dataset Keyed
    {
        get
        {
            var set = Set("keyed", Decimal("k", 38, 10) with { Constraints = new FieldConstraints { Required = true } });
            return set with { WriteMode = WriteMode.Merge, Schema = set.Schema with { PrimaryKey = ["k"] } };
        }
    }

    /// <summary>The rows of <c>ends</c>.</summary>
    public static IReadOnlyList<(long Id, long? N, string? Price, string? Big, string? Fine, double? Ratio)> Ends { get; } =
    [
        (1, 7, "13.00", "13", "0.1234567890123456789012345678", 0.5),
        (2, long.MaxValue, "9999999999.99", "9999999999999999999999999999.9999999999", "9999999999.9999999999999999999999999999", 1e300),
        (3, long.MinValue, "-9999999999.99", "-9999999999999999999999999999.9999999999",
            "-9999999999.9999999999999999999999999999", -1e300),
        (4, 0, "0", "0", "0", 0),
        (5, -1, "-0.01", "-0.0000000001", "-0.0000000000000000000000000001", 0.1),
        (6, 3037000500, "38.54", "38.545734", "38.545734", 38.545734),
        (7, null, null, null, null, null),
    ];

    /// <summary>The rows of <c>wide</c>: numbers of up to 38 digits, many of them with all 38.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, Exact?>> Wide { get; } = MakeWide();

    /// <summary>
    /// The rows of <c>edges</c>: its columns differ in precision, and each has the greatest numbers of its precision and small ones.
    /// </summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, Exact>> Edges { get; } =
    [
        .. ((Func<BigInteger, BigInteger>[])[m => m, m => -m, m => m - (m / 100_000), m => -m + (m / 200_000), _ => 1, _ => -7])
            .Select(of => EdgePrecisions.ToDictionary(p => $"p{p}", p => new Exact(of(BigInteger.Pow(10, p) - 1), p - 24))),
    ];

    /// <summary>How many groups of <c>ends38</c> there are for each number that their sums are less than the greatest.</summary>
    public static int Ends38Groups => 20;

    /// <summary>The column that has a decimal.</summary>
    public static string ColumnOf(string text) => $"d{ColumnIndex(text)}";

    public static async Task<OracleData> LoadAsync(IWarehouse warehouse)
    {
        await warehouse.PrepareAsync(Lake, TestContext.Current.CancellationToken);
        var driver = new LoadDriver(warehouse);
        await driver.LoadAsync(Lake.Datasets[0], LoadDriver.Version("data/ends/a.csv"), [.. Ends.Select(e => new object?[]
        {
            e.Id, e.N, Stored(e.Price, 2), Stored(e.Big, 10), Stored(e.Fine, 28), e.Ratio,
        })]);
        await driver.LoadAsync(Lake.Datasets[1], LoadDriver.Version("data/decimals/a.csv"), [.. Decimals.Select((text, i) =>
        {
            var row = new object?[Scales.Length + 1];
            row[0] = (long)i;
            row[ColumnIndex(text) + 1] = Stored(text, Scales[ColumnIndex(text)]);
            return row;
        })]);
        await driver.LoadAsync(Lake.Datasets[2], LoadDriver.Version("data/keyed/a.csv"), [.. Keys.Select(k => new[] { Stored(k, 10) })]);
        await driver.LoadAsync(Lake.Datasets[3], LoadDriver.Version("data/wide/a.csv"), [.. Wide.Select((row, id) =>
            (object?[])[(long)id, .. WideColumns.Select(c => row[c] is { } number ? (object)(Int128)number.Unscaled : null)])]);
        await driver.LoadAsync(Lake.Datasets[4], LoadDriver.Version("data/ends38/a.csv"), [.. MakeEnds38()]);
        await driver.LoadAsync(Lake.Datasets[5], LoadDriver.Version("data/edges/a.csv"), [.. Edges.Select((row, id) =>
            (object?[])[(long)id, .. EdgePrecisions.Select(p => (object)(Int128)row[$"p{p}"].Unscaled)])]);
        return new OracleData();
    }

    private static int ColumnIndex(string text) =>
        Array.FindIndex(Scales, s => s >= text.Length - 1 - text.IndexOf('.', StringComparison.Ordinal)
            || !text.Contains('.', StringComparison.Ordinal));

    private static object? Stored(string? text, int scale) => text is null
        ? null
        : (Int128)(Exact.Parse(text).Unscaled * BigInteger.Pow(10, scale - Exact.Parse(text).Scale));

    private static List<IReadOnlyDictionary<string, Exact?>> MakeWide()
    {
        var random = new Random(38);
        return [.. Enumerable.Range(0, 60).Select(_ => WideColumns.Zip(WideScales).ToDictionary(c => c.First, c => Make(c.Second)))];

        Exact? Make(int scale)
        {
            var nines = BigInteger.Pow(10, 38) - 1;
            var sign = random.Next(2) == 0 ? -1 : 1;
            return random.Next(10) switch
            {
                0 => null,
                1 => new Exact(sign * nines, scale),
                2 => new Exact(sign * (nines - random.Next(3)), scale),
                3 => new Exact(sign * BigInteger.Pow(10, 37), scale),
                4 => new Exact(sign * random.Next(100), scale),
                var other => new Exact(
                    sign * BigInteger.Parse(
                        string.Concat(Enumerable.Range(0, other < 8 ? 38 : random.Next(1, 38)).Select(_ => random.Next(10))),
                        CultureInfo.InvariantCulture),
                    scale),
            };
        }
    }

    // Random numbers of all lengths and both signs, and one that sets their sum. Partial sums may be out of range.
    private static IEnumerable<object?[]> MakeEnds38()
    {
        var random = new Random(37);
        var greatest = BigInteger.Pow(10, 38) - 1;
        foreach (var less in (long[])[0, 1, 123_456_789])
        {
            for (var group = 0L; group < Ends38Groups; group++)
            {
                var numbers = new List<BigInteger>();
                var missing = greatest - less;
                while (numbers.Count < 3 + random.Next(8) || BigInteger.Abs(missing) > greatest)
                {
                    var number = BigInteger.Parse(
                        string.Concat(Enumerable.Range(0, random.Next(1, 39)).Select(_ => random.Next(10))), CultureInfo.InvariantCulture)
                        * (BigInteger.Abs(missing) > greatest ? missing.Sign : random.Next(2) == 0 ? -1 : 1);
                    numbers.Add(number);
                    missing -= number;
                }

                foreach (var number in numbers.Append(missing))
                {
                    yield return [less, group, (Int128)number, (Int128)number, (Int128)number];
                }
            }
        }
    }

    private static List<string> MakeDecimals()
    {
        var random = new Random(15);
        return [.. Enumerable.Range(0, Count).Select(i =>
        {
            var count = 1 + (i % 28);
            var digits = string.Concat(Enumerable.Range(0, count).Select(_ => random.Next(10).ToString(CultureInfo.InvariantCulture)));
            var scale = random.Next(count + 1);
            var whole = digits[..^scale].TrimStart('0');
            return $"{(random.Next(3) == 0 ? "-" : "")}{(whole.Length == 0 ? "0" : whole)}{(scale == 0 ? "" : "." + digits[^scale..])}";
        })];
    }

    /// <summary>A dataset of some fields.</summary>
    public static Dataset Set(string name, params Field[] fields) => new()
    {
        Name = name,
        Paths = [new DatasetPath("data", $"{name}/*.csv")],
        Schema = new TableSchema { Fields = fields },
    };

    /// <summary>A field with a column of 64 bits.</summary>
    public static Field Integer(string name) => new() { Name = name, Type = FieldType.Integer, Column = new ColumnType(ColumnKind.Int64) };

    /// <summary>A field with a floating point column.</summary>
    public static Field Double(string name) => new() { Name = name, Type = FieldType.Number, Column = new ColumnType(ColumnKind.Double) };

    private static Field Decimal(string name, byte precision, byte scale) =>
        new() { Name = name, Type = FieldType.Number, Column = new ColumnType(ColumnKind.Decimal, precision, scale) };
}
