using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    [Fact]
    public async Task Merge_keeps_one_row_of_each_key_the_later_one_of_the_file()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        var version = LoadDriver.Version("data/people/a.csv");
        await using (var transaction = await Warehouse.BeginAsync(await Driver.StartAsync(dataset, version), Cancel))
        {
            await transaction.WriteAsync(Batches.Of(dataset, People("1=Ann 2=Bob 1=Eve 3=Cid")), Cancel);
            await transaction.WriteAsync(Batches.Of(dataset, People("2=Fay 4=Dan 4=Gus"), 5), Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(version, 7), Cancel);
        }

        var file = (await FindFileAsync(version.Path)).Id;
        Assert.Equal(
            [[1L, "Eve", file, 3L], [3L, "Cid", file, 4L], [2L, "Fay", file, 5L], [4L, "Gus", file, 7L]], await ReadRowsAsync(dataset));
    }

    [Fact]
    public async Task Merge_lets_a_later_commit_of_a_load_win_over_an_earlier_one()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        var target = await Driver.StartAsync(dataset, LoadDriver.Version("data/people/a.csv"));
        target = await Driver.CommitAsync(target, People("1=Ann 2=Bob"), 1, LoadState.Running);
        await Driver.CommitAsync(target, People("2=Eve 3=Cid"), 3, LoadState.Loaded);

        Assert.Equal("1=Ann 2=Eve 3=Cid", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task Merge_gives_the_same_table_in_whatever_order_files_arrive()
    {
        // b and c have the same time: then the greater path wins.
        (string Name, int Minutes, string Rows)[] files =
        [
            ("a.csv", 1, "1=a 2=a 3=a 5=a"), ("b.csv", 2, "1=b 2=b 4=b 6=b"), ("c.csv", 2, "1=c 3=c 4=c 7=c"),
            ("d.csv", 0, "1=d 5=d 6=d 8=d"),
        ];
        List<string> tables = [];
        foreach (var order in Permutations(files).Where((_, i) => Effort.IsThorough || i % 3 == 0))
        {
            var dataset = await PreparePeopleAsync(WriteMode.Merge, $"people{tables.Count}");
            foreach (var (name, minutes, rows) in order)
            {
                await Driver.LoadAsync(dataset, LoadDriver.Version($"data/{dataset.Name}/{name}", minutes), People(rows));
            }

            tables.Add(await ReadPeopleAsync(dataset));
        }

        Assert.Equal(Effort.Of(usual: 8, thorough: 24), tables.Count);
        Assert.Equal("1=c 2=b 3=c 4=c 5=a 6=b 7=c 8=d", Assert.Single(tables.Distinct()));
    }

    [Fact]
    public async Task Merge_by_a_key_of_several_fields_compares_all_of_them()
    {
        var dataset = Datasets.Of("visits", Datasets.Key("person"), Datasets.Text("place"), Datasets.Integer("count"));
        dataset = await PrepareAsync(
            dataset with { WriteMode = WriteMode.Merge, Schema = dataset.Schema with { PrimaryKey = ["person", "place"] } });
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/visits/a.csv"), [[1L, "x", 1L], [1L, "y", 2L], [2L, "x", 3L]]);
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/visits/b.csv", 1), [[1L, "y", 20L], [2L, "y", 40L], [2L, "y", 41L]]);

        Assert.Equal(
            [[1L, "x", 1L], [1L, "y", 20L], [2L, "x", 3L], [2L, "y", 41L]],
            (await ReadValuesAsync(dataset)).OrderBy(r => r[0]).ThenBy(r => r[1]));
    }

    [Fact]
    public async Task Merge_upserts_a_replaced_file_and_keeps_what_is_not_in_it_any_more()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv"), People("1=Ann 2=Bob 3=Cid"));
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv", 1, "v2"), People("2=Eve 4=Dan"), replace: true);

        Assert.Equal("1=Ann 2=Eve 3=Cid 4=Dan", await ReadPeopleAsync(dataset));

        // The last row of the second version is its row 2, not the Bob or the Cid of the first.
        var version = LoadDriver.Version("data/people/a.csv", 2, "v3");
        await using (var transaction = await Warehouse.BeginAsync(await Driver.StartAsync(dataset, version), Cancel))
        {
            await transaction.RemoveAsync(2, Cancel);
            await transaction.WriteAsync(Batches.Of(dataset, People("4=Daniel"), 2), Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(version, 2), Cancel);
        }

        Assert.Equal("1=Ann 2=Eve 3=Cid 4=Daniel", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task Merge_goes_by_the_version_whose_rows_are_in_the_table_not_by_one_that_failed()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv", 1), People("1=Ann"));
        var newer = LoadDriver.Version("data/people/a.csv", 9, "v2");
        await Warehouse.StartLoadAsync(LoadDriver.NewLoad(dataset, newer, LoadState.Failed), newer, Cancel);

        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/b.csv", 5), People("1=Bob"));

        Assert.Equal("1=Bob", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task Merges_into_one_table_at_the_same_time_keep_keys_unique_and_let_the_newest_file_win()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        await Task.WhenAll(Enumerable.Range(0, 3)
            .Select(i => Task.Run(() => LoadManyAsync(dataset, $"data/people/{i}.csv", i * 2500, 2, i), Cancel)));

        var rows = (await ReadRowsAsync(dataset)).OrderBy(r => (long)r[0]!).ToList();
        Assert.Equal(Enumerable.Range(0, 15_000).Select(i => (long)i), rows.Select(r => (long)r[0]!));
        Assert.Equal(
            [2500, 2500, 10_000], rows.CountBy(r => (string)r[1]!).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value));
    }

    [Fact]
    public async Task Merges_that_overlap_both_commit()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        var (a, b) = (LoadDriver.Version("data/people/a.csv", 1), LoadDriver.Version("data/people/b.csv"));
        await using var first = await Warehouse.BeginAsync(await Driver.StartAsync(dataset, a), Cancel);
        await first.WriteAsync(Batches.Of(dataset, People("1=Ann")), Cancel);
        await using var second = await Warehouse.BeginAsync(await Driver.StartAsync(dataset, b), Cancel);
        await second.WriteAsync(Batches.Of(dataset, People("1=Bob 2=Bob")), Cancel);
        await first.CommitAsync(LoadDriver.Progress(a, 1), Cancel);
        await second.CommitAsync(LoadDriver.Progress(b, 2), Cancel);

        Assert.Equal("1=Ann 2=Bob", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task Replace_makes_the_newest_file_the_table_in_whatever_order_files_arrive()
    {
        // b and c have the same time: then the greater path wins.
        (string Name, int Minutes, string Rows)[] files = [("a.csv", 1, "1=a 2=a"), ("b.csv", 2, "1=b 3=b"), ("c.csv", 2, "1=c 4=c")];
        List<string> tables = [];
        foreach (var order in Permutations(files))
        {
            var dataset = await PreparePeopleAsync(WriteMode.Replace, $"people{tables.Count}");
            foreach (var (name, minutes, rows) in order)
            {
                await Driver.LoadAsync(dataset, LoadDriver.Version($"data/{dataset.Name}/{name}", minutes), People(rows));
            }

            tables.Add(await ReadPeopleAsync(dataset));
        }

        Assert.Equal(6, tables.Count);
        Assert.Equal("1=c 4=c", Assert.Single(tables.Distinct()));
    }

    [Fact]
    public async Task Replace_by_a_newest_file_without_rows_empties_the_table()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Replace);
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv", 1), People("1=Ann"));
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/b.csv", 2), []);
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv", 1, "v1 again"), People("1=Ann"), replace: true);

        Assert.Equal("", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task Replace_by_a_load_of_several_commits_gives_way_to_a_newer_file_in_between()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Replace);
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv"), People("1=Ann"));
        var target = await Driver.StartAsync(dataset, LoadDriver.Version("data/people/b.csv", 1));
        target = await Driver.CommitAsync(target, People("2=Bob"), 1, LoadState.Running);
        Assert.Equal("2=Bob", await ReadPeopleAsync(dataset));
        target = await Driver.CommitAsync(target, People("3=Bea"), 2, LoadState.Running);
        Assert.Equal("2=Bob 3=Bea", await ReadPeopleAsync(dataset));

        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/c.csv", 2), People("9=Cid"));
        await Driver.CommitAsync(target, People("4=Bud"), 3, LoadState.Loaded);

        Assert.Equal("9=Cid", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task Replacing_loads_that_overlap_leave_only_the_rows_of_the_newest_file()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Replace);
        var (a, b) = (LoadDriver.Version("data/people/a.csv", 1), LoadDriver.Version("data/people/b.csv", 2));
        await using var older = await Warehouse.BeginAsync(await Driver.StartAsync(dataset, a), Cancel);
        await older.WriteAsync(Batches.Of(dataset, People("1=Ann")), Cancel);
        await using var newer = await Warehouse.BeginAsync(await Driver.StartAsync(dataset, b), Cancel);
        await newer.WriteAsync(Batches.Of(dataset, People("2=Bob")), Cancel);
        await older.CommitAsync(LoadDriver.Progress(a, 1), Cancel);
        await newer.CommitAsync(LoadDriver.Progress(b, 1), Cancel);

        Assert.Equal("2=Bob", await ReadPeopleAsync(dataset));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replace_by_the_newest_file_lasts_when_that_is_refused_whenever_an_older_one_is_loaded_again(bool refusedFirst)
    {
        var dataset = await PreparePeopleAsync(WriteMode.Replace);
        var (older, newest) = (LoadDriver.Version("data/people/a.csv", 1), LoadDriver.Version("data/people/b.csv", 2));
        await Driver.LoadAsync(dataset, older, People("1=Ann"));
        await Driver.LoadAsync(dataset, newest, People("2=Bob"));
        Func<Task<FileRecord>>[] steps =
        [
            () => EndAsync(dataset, newest, LoadState.Refused), () => Driver.LoadAsync(dataset, older, People("1=Ann"), replace: true),
        ];
        foreach (var step in refusedFirst ? steps : steps.Reverse())
        {
            await step();
        }

        Assert.Equal("", await ReadPeopleAsync(dataset));

        // It counts until it is gone.
        await EndAsync(dataset, newest, LoadState.Removed);
        Assert.False((await FindFileAsync(older.Path)).Checkpoint!.Complete);
        await Driver.LoadAsync(dataset, older, People("1=Ann"), replace: true);
        Assert.Equal("1=Ann", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task Replace_does_not_count_a_version_that_was_never_in_the_table()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Replace);
        var (a, b) = (LoadDriver.Version("data/people/a.csv", 1), LoadDriver.Version("data/people/b.csv", 2));
        await Driver.LoadAsync(dataset, a, People("1=Ann"));
        await Driver.LoadAsync(dataset, b, People("2=Bob"));
        await EndAsync(dataset, LoadDriver.Version("data/people/c.csv", 8), LoadState.Refused);
        await EndAsync(dataset, LoadDriver.Version(a.Path, 9, "v2"), LoadState.Refused);

        await Driver.LoadAsync(dataset, b, People("2=Bob"), replace: true);

        Assert.Equal("2=Bob", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task Replace_does_not_count_the_rows_that_a_file_had_in_another_dataset()
    {
        var before = await PreparePeopleAsync(WriteMode.Replace, "before");
        var dataset = await PreparePeopleAsync(WriteMode.Replace);
        var moved = LoadDriver.Version("data/people/b.csv", 2);
        await Driver.LoadAsync(before, moved, People("2=Bob"));
        await EndAsync(dataset, moved, LoadState.Refused);

        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv", 1), People("1=Ann"));

        Assert.Equal("1=Ann", await ReadPeopleAsync(dataset));
    }

    private async Task<FileRecord> EndAsync(Dataset dataset, FileVersion version, LoadState state)
    {
        await using var transaction = await Warehouse.BeginAsync(await Driver.StartAsync(dataset, version), Cancel);
        await transaction.RemoveAsync(0, Cancel);
        return await transaction.CommitAsync(LoadDriver.Progress(version, 0, state) with { Checkpoint = null }, Cancel);
    }

    private static IEnumerable<T[]> Permutations<T>(T[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany((item, i) => Permutations([.. items[..i], .. items[(i + 1)..]]).Select(rest => (T[])[item, .. rest]));
}
