using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    public static TheoryData<string> HostileNames =>
        ["select", "a]b", "a\"b", "x'; drop table lake.people; --", "a b\tc", "%s{0}$1@p?", "naïve ☃ 😀", new string('n', 128)];

    [Fact]
    public async Task Preparing_again_keeps_what_is_there()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv"), People("1=Ann"));
        await PreparePeopleAsync(WriteMode.Append);

        Assert.Equal("1=Ann", await ReadPeopleAsync(dataset));
        Assert.NotNull(await Warehouse.FindFileAsync("data/people/a.csv", Cancel));
    }

    [Fact]
    public async Task Preparing_many_times_at_once_is_safe()
    {
        var lake = new LakeDefinition("test", [Datasets.People("people", WriteMode.Append), Datasets.People("pets", WriteMode.Merge)]);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Warehouse.PrepareAsync(lake, Cancel), Cancel)));

        Assert.Empty(await ReadRowsAsync(lake.Datasets[0]));
        Assert.Empty(await ReadRowsAsync(lake.Datasets[1]));
    }

    [Theory]
    [MemberData(nameof(HostileNames))]
    public async Task Any_name_will_do_for_datasets_and_fields(string name)
    {
        await RequireNameAsync(name);
        foreach (var mode in new[] { WriteMode.Append, WriteMode.Merge, WriteMode.Replace })
        {
            var dataset = Datasets.Of(mode == WriteMode.Append ? name : $"{mode} {name}"[..Math.Min(128, $"{mode} {name}".Length)],
                Datasets.Key(name), Datasets.Text("x"));
            dataset = await PrepareAsync(dataset with { WriteMode = mode, Schema = dataset.Schema with { PrimaryKey = [name] } });
            await PrepareAsync(dataset);
            var version = LoadDriver.Version($"data/{mode}/{name}.csv");
            await Driver.LoadAsync(dataset, version, [[1L, "a"], [2L, "b"]]);
            await Driver.LoadAsync(dataset, version with { ETag = "v2" }, [[1L, "c"], [2L, name]], replace: true);

            Assert.Equal([[1L, "c"], [2L, name]], await ReadValuesAsync(dataset));
            Assert.Equal(version.Path, Assert.Single(await Warehouse.ReadFilesAsync(dataset.Name, Cancel)).Key);
        }
    }

    [Fact]
    public async Task A_new_optional_field_is_added_and_earlier_rows_have_no_value_in_it()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv"), People("1=Ann"));
        var grown = await PrepareAsync(Datasets.Of(
            "people", Datasets.Decimal("height", 5, 2), Datasets.Key("id"),
            Datasets.Of("born", FieldType.Date, new ColumnType(ColumnKind.Date)), Datasets.Text("name")));

        await Driver.LoadAsync(grown, LoadDriver.Version("data/people/b.csv"), [[(Int128)171, 2L, new DateOnly(2000, 1, 2), "Bob"]]);

        Assert.Equal([[null, 1L, null, "Ann"], ["1.71", 2L, new DateOnly(2000, 1, 2), "Bob"]], await ReadValuesAsync(grown));
    }

    [Fact]
    public async Task An_optional_field_that_is_gone_stays_as_a_column_without_new_values()
    {
        var before = await PreparePeopleAsync(WriteMode.Append);
        await Driver.LoadAsync(before, LoadDriver.Version("data/people/a.csv"), People("1=Ann"));
        var after = await PrepareAsync(Datasets.Of("people", Datasets.Key("id")));
        await Driver.LoadAsync(
            after, LoadDriver.Version("data/people/b.csv"), [.. Enumerable.Range(2, 3000).Select(i => new object?[] { (long)i })]);

        var rows = await ReadRowsAsync(before);
        Assert.Equal(3001, rows.Count);
        Assert.Equal("Ann", Assert.Single(rows, r => r[1] is not null)[1]);
    }

    [Fact]
    public async Task Columns_are_made_wider()
    {
        var narrow = await PrepareAsync(Datasets.Of("sums", Datasets.Decimal("sum", 9, 2), Datasets.Text("note", 5), Datasets.Key("id")));
        await Driver.LoadAsync(narrow, LoadDriver.Version("data/sums/a.csv"), [[(Int128)(-123456789), "12345", 1L]]);
        var wide = await PrepareAsync(
            Datasets.Of("sums", Datasets.Decimal("sum", 30, 4), Datasets.Text("note", 500), Datasets.Integer("id")));
        await Driver.LoadAsync(
            wide, LoadDriver.Version("data/sums/b.csv"), [[Int128.Parse("123456789012345678901234567890", null), "1234567890", null]]);

        Assert.Equal(
            [["-1234567.8900", "12345", 1L], ["12345678901234567890123456.7890", "1234567890", null]], await ReadValuesAsync(wide));
    }

    [Fact]
    public async Task A_change_that_the_rows_do_not_allow_is_refused_with_the_field_and_what_to_do()
    {
        var dataset = await PrepareAsync(
            Datasets.Of("people", Datasets.Key("id"), Datasets.Text("name"), Datasets.Decimal("height", 5, 2)));
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv"), [[1L, "Ann", (Int128)171]]);
        (string Field, Field[] Fields)[] changes =
        [
            ("id", [Datasets.Text("name"), Datasets.Decimal("height", 5, 2)]),
            ("name", [Datasets.Key("id"), Datasets.Integer("name"), Datasets.Decimal("height", 5, 2)]),
            ("height", [Datasets.Key("id"), Datasets.Text("name"), Datasets.Decimal("height", 5, 3)]),
            ("height", [Datasets.Key("id"), Datasets.Text("name"), Datasets.Decimal("height", 4, 2)]),
            ("born", [Datasets.Key("id"), Datasets.Text("name"), Datasets.Decimal("height", 5, 2), Datasets.Key("born")]),
        ];
        foreach (var (field, fields) in changes)
        {
            var refusal = await Assert.ThrowsAsync<WarehouseUnavailableException>(() => PrepareAsync(Datasets.Of("people", fields)));

            Assert.Contains($"field {field} ", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("give the dataset another name", refusal.Message, StringComparison.Ordinal);
        }

        await PrepareAsync(dataset);
        Assert.Equal([[1L, "Ann", "1.71"]], await ReadValuesAsync(dataset));
    }

    [Fact]
    public async Task A_table_without_rows_can_become_any_other()
    {
        await PreparePeopleAsync(WriteMode.Append);
        var dataset = await PrepareAsync(Datasets.Of("people", Datasets.Integer("name"), Datasets.Key("born")));
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv"), [[null, 2L]]);

        Assert.Equal([[null, 2L]], await ReadValuesAsync(dataset));
    }

    [Fact]
    public async Task A_table_with_two_rows_of_a_key_cannot_become_one_that_is_merged_by_it()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv"), People("1=Ann 1=Bob"));

        var refusal = await Assert.ThrowsAsync<WarehouseUnavailableException>(() => PreparePeopleAsync(WriteMode.Merge));

        Assert.Contains("dataset people", refusal.Message, StringComparison.Ordinal);
    }
}
