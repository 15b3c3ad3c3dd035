using System.Text;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Rows;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    private static readonly Int128 Ten38 = Int128.Parse(new string('9', 38), null);

    [Fact]
    public async Task Every_kind_of_value_comes_back_exactly_from_one_extreme_to_the_other()
    {
        var dataset = await PrepareAsync(Datasets.Of(
            "kinds",
            Datasets.Text("text"),
            Datasets.Integer("integer"),
            Datasets.Of("double", FieldType.Number, new ColumnType(ColumnKind.Double)),
            Datasets.Of("boolean", FieldType.Boolean, new ColumnType(ColumnKind.Boolean)),
            Datasets.Of("date", FieldType.Date, new ColumnType(ColumnKind.Date)),
            Datasets.Of("time", FieldType.Time, new ColumnType(ColumnKind.Time)),
            Datasets.Of("timestamp", FieldType.Datetime, new ColumnType(ColumnKind.Timestamp))));
        var unit = await ReadTicksPerUnitAsync();
        object?[][] rows =
        [
            ["", long.MinValue, double.MinValue, false, DateOnly.MinValue, TimeOnly.MinValue, DateTime.MinValue],
            ["~", long.MaxValue, double.MaxValue, true, DateOnly.MaxValue, new TimeOnly(Whole(TimeOnly.MaxValue.Ticks)),
                new DateTime(Whole(DateTime.MaxValue.Ticks))],
            ["ä", 0L, 2.2250738585072014E-308, true, new DateOnly(1970, 1, 1), new TimeOnly(12, 30), DateTime.UnixEpoch],
            ["日", -1L, 0.1, false, new DateOnly(1969, 12, 31), new TimeOnly(unit), DateTime.UnixEpoch.AddTicks(-unit)],
            [null, null, null, null, null, null, null],
            ["😀", 42L, -1e-7, true, new DateOnly(2024, 2, 29), new TimeOnly(23, 59, 59),
                new DateTime(2024, 2, 29, 1, 2, 3).AddTicks(unit)],
        ];

        await Driver.LoadAsync(dataset, LoadDriver.Version("data/kinds/a.csv"), rows);

        Assert.Equal(rows, await ReadValuesAsync(dataset));

        long Whole(long ticks) => ticks / unit * unit;
    }

    [Fact]
    public async Task Decimals_of_every_size_come_back_with_all_their_digits()
    {
        (byte Precision, byte Scale)[] types =
            [(1, 0), (4, 2), (5, 5), (9, 3), (10, 0), (18, 6), (19, 19), (28, 4), (38, 0), (38, 10), (38, 38)];
        var dataset = await PrepareAsync(
            Datasets.Of("sums", [.. types.Select(t => Datasets.Decimal($"d{t.Precision}_{t.Scale}", t.Precision, t.Scale))]));
        Int128[] Each(Func<Int128, Int128> value) => [.. types.Select(t => value(Ten38 / Pow10(38 - t.Precision)))];
        Int128[][] rows = [Each(most => most), Each(most => -most), Each(_ => 0), Each(_ => 1), Each(_ => -7), Each(most => most / 2)];

        await Driver.LoadAsync(dataset, LoadDriver.Version("data/sums/a.csv"), [.. rows.Select(r => r.Select(v => (object?)v).ToArray())]);

        var expected = rows.Select(r => r.Select((v, i) => (object?)DecimalText(v, types[i].Scale)).ToArray());
        Assert.Equal(expected, await ReadValuesAsync(dataset));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(5000)]
    public async Task Missing_values_stay_in_their_rows_whatever_the_size_of_a_batch(int capacity)
    {
        var dataset = await PrepareAsync(
            Datasets.Of("gaps", Datasets.Integer("id"), Datasets.Text("name"), Datasets.Decimal("price", 9, 2)));
        HashSet<int> gaps = [0, 1, 62, 63, 64, 65, 127, 128, 2046, 2047, 2048, 2049, 4095, 4096, 4999];
        object?[][] rows = [.. Enumerable.Range(0, 5000).Select(i => new object?[]
        {
            (long)i, gaps.Contains(i) ? null : $"name {i % 7} that is long enough", gaps.Contains(i + 1) ? null : (Int128)i,
        })];
        var version = LoadDriver.Version("data/gaps/a.csv");
        await using (var transaction = await Warehouse.BeginAsync(await Driver.StartAsync(dataset, version), Cancel))
        {
            var batch = new ColumnBatch(dataset.Schema, capacity);
            for (var start = 0; start < rows.Length; start += capacity)
            {
                Batches.Fill(batch, rows.Skip(start).Take(capacity), start + 1);
                await transaction.WriteAsync(batch, Cancel);
            }

            await transaction.CommitAsync(LoadDriver.Progress(version, rows.Length), Cancel);
        }

        var expected = rows.Select(r => new[] { r[0], r[1], r[2] is Int128 price ? DecimalText(price, 2) : null });
        Assert.Equal(expected, await ReadValuesAsync(dataset));
    }

    [Fact]
    public async Task A_batch_that_is_filled_again_leaves_nothing_of_what_it_held()
    {
        var dataset = await PrepareAsync(Datasets.Of("again", Datasets.Integer("id"), Datasets.Text("name")));
        var version = LoadDriver.Version("data/again/a.csv");
        object?[][] first = [[1L, "a name of more than twelve bytes"], [null, null], [3L, null], [null, "d"]];
        object?[][] second = [[5L, null], [6L, "f"], [null, ""], [8L, "another name of more than twelve bytes"]];
        await using (var transaction = await Warehouse.BeginAsync(await Driver.StartAsync(dataset, version), Cancel))
        {
            var batch = new ColumnBatch(dataset.Schema, 4);
            Batches.Fill(batch, first);
            await transaction.WriteAsync(batch, Cancel);
            Batches.Fill(batch, second, 5);
            await transaction.WriteAsync(batch, Cancel);
            Batches.Fill(batch, []);
            await transaction.WriteAsync(batch, Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(version, 8), Cancel);
        }

        Assert.Equal([.. first, .. second], await ReadValuesAsync(dataset));
    }

    [Fact]
    public async Task Text_of_every_length_comes_back_and_empty_is_not_missing()
    {
        var dataset = await PrepareAsync(Datasets.Of("texts", Datasets.Text("text"), Datasets.Text("other")));
        string?[] texts =
        [
            "", null, " ", "a", "12345678901", "123456789012", "1234567890123", "12345678901é", "ééééééé", "😀😀😀", "😀😀😀!",
            "a\r\n\"b\",\tc",
            await WithNulAsync("before\0after and some more"), await WithNulAsync("\0"), new string('x', 1 << 20),
            string.Concat(Enumerable.Repeat("日本", 50_000)), null, "",
        ];

        await Driver.LoadAsync(
            dataset, LoadDriver.Version("data/texts/a.csv"), [.. texts.Select((t, i) => new object?[] { t, texts[^(i + 1)] })]);

        Assert.Equal(texts.Select((t, i) => new object?[] { t, texts[^(i + 1)] }), await ReadValuesAsync(dataset));
    }

    [Fact]
    public async Task Rows_say_which_file_and_which_row_of_it_they_are()
    {
        var dataset = await PrepareAsync(Datasets.Of("origin", Datasets.Text("name")));
        var first = await Driver.LoadAsync(dataset, LoadDriver.Version("data/origin/a.csv"), [["a"], ["b"]]);
        var second = await Driver.LoadAsync(dataset, LoadDriver.Version("data/origin/b.csv"), [["c"]]);

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(
            [["a", first.Id, 1L], ["b", first.Id, 2L], ["c", second.Id, 1L]],
            (await ReadRowsAsync(dataset)).OrderBy(r => r[0] as string, StringComparer.Ordinal));
    }

    private static Int128 Pow10(int exponent) => exponent == 0 ? 1 : 10 * Pow10(exponent - 1);

    private static string DecimalText(Int128 value, int scale)
    {
        var digits = new StringBuilder(Int128.Abs(value).ToString(null, null).PadLeft(scale + 1, '0'));
        if (scale > 0)
        {
            digits.Insert(digits.Length - scale, '.');
        }

        return value < 0 ? $"-{digits}" : digits.ToString();
    }

    private async Task<IEnumerable<object?[]>> ReadValuesAsync(Dataset dataset) =>
        (await ReadRowsAsync(dataset)).Select(r => r[..dataset.Schema.Fields.Count]);
}
