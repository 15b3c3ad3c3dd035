using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    private const string A = "data/people/a.csv";
    private const string B = "data/people/b.csv";
    private const string C = "data/people/c.csv";

    public static TheoryData<string> Orders => [.. Permutations("abcd")];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task The_row_of_the_later_version_stays_and_then_that_of_the_later_path_in_whatever_order_four_files_are_loaded(
        string order)
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);

        // d is the oldest; b and c have the same time.
        Dictionary<char, (int Minutes, string Rows)> files = new()
        {
            ['a'] = (3, "1=a 5=a 5=A"),
            ['b'] = (2, "1=b 2=b 3=b 6=b"),
            ['c'] = (2, "1=c 2=c 4=c"),
            ['d'] = (1, "1=d 2=d 3=d 4=d 5=d 7=d"),
        };
        foreach (var file in order)
        {
            await Driver.LoadAsync(dataset, LoadDriver.Version($"data/people/{file}.csv", files[file].Minutes), People(files[file].Rows));
        }

        Assert.Equal("1=a 2=c 3=b 4=c 5=A 6=b 7=d", await ReadPeopleAsync(dataset));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_row_is_as_late_as_the_version_that_brought_it_however_its_file_has_grown_since(bool late)
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        await Driver.LoadAsync(dataset, LoadDriver.Version(A, 1), People("1=first 2=first"));
        if (!late)
        {
            await Driver.LoadAsync(dataset, LoadDriver.Version(B, 2), People("1=second 3=second"));
        }

        await GrowAsync(dataset, LoadDriver.Version(A, 3, "v2"), from: 2, "3=third", complete: 3);
        if (late)
        {
            await Driver.LoadAsync(dataset, LoadDriver.Version(B, 2), People("1=second 3=second"));
        }

        Assert.Equal("1=second 2=first 3=third", await ReadPeopleAsync(dataset));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task What_an_unended_last_record_takes_the_place_of_comes_back_when_it_turns_out_to_be_another(int minutes)
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        await Driver.LoadAsync(dataset, LoadDriver.Version(A, 2), People("12=Ann"));
        await LoadUnendedAsync(dataset, LoadDriver.Version(B, minutes), "7=Bob 12=Ci");
        Assert.Equal(minutes > 2 ? "7=Bob 12=Ci" : "7=Bob 12=Ann", await ReadPeopleAsync(dataset));

        await GrowAsync(dataset, LoadDriver.Version(B, 4, "v2"), from: 1, "123=Cid", complete: 2);

        Assert.Equal("7=Bob 12=Ann 123=Cid", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task An_earlier_row_of_the_same_file_comes_back_too()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        await LoadUnendedAsync(dataset, LoadDriver.Version(B, 1), "12=Ann 12=Ci");
        Assert.Equal("12=Ci", await ReadPeopleAsync(dataset));

        await GrowAsync(dataset, LoadDriver.Version(B, 2, "v2"), from: 1, "123=Cid", complete: 2);

        Assert.Equal("12=Ann 123=Cid", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task What_loses_to_an_unended_record_is_not_lost()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        await Driver.LoadAsync(dataset, LoadDriver.Version(A, 1), People("12=Ann"));
        await LoadUnendedAsync(dataset, LoadDriver.Version(C, 9), "7=Bob 12=Ci");
        await Driver.LoadAsync(dataset, LoadDriver.Version(B, 2), People("12=Eve"));
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/0.csv", 2), People("12=Zoe"));
        Assert.Equal("7=Bob 12=Ci", await ReadPeopleAsync(dataset));

        await GrowAsync(dataset, LoadDriver.Version(C, 10, "v2"), from: 1, "123=Cid", complete: 2);

        Assert.Equal("7=Bob 12=Eve 123=Cid", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task Of_two_unended_records_of_a_key_either_can_be_taken_back()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        await Driver.LoadAsync(dataset, LoadDriver.Version(A, 1), People("12=Ann"));
        await LoadUnendedAsync(dataset, LoadDriver.Version(B, 2), "7=Bob 12=Be");
        await LoadUnendedAsync(dataset, LoadDriver.Version(C, 3), "8=Cid 12=Ci");
        Assert.Equal("7=Bob 8=Cid 12=Ci", await ReadPeopleAsync(dataset));

        await GrowAsync(dataset, LoadDriver.Version(C, 4, "v2"), from: 1, "123=Cid", complete: 2);
        Assert.Equal("7=Bob 8=Cid 12=Be 123=Cid", await ReadPeopleAsync(dataset));

        await GrowAsync(dataset, LoadDriver.Version(B, 5, "v2"), from: 1, "124=Bea", complete: 2);
        Assert.Equal("7=Bob 8=Cid 12=Ann 123=Cid 124=Bea", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task What_a_later_row_has_taken_the_place_of_for_good_does_not_come_back()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        await Driver.LoadAsync(dataset, LoadDriver.Version(A, 1), People("12=Ann"));
        await LoadUnendedAsync(dataset, LoadDriver.Version(B, 2), "7=Bob 12=Be");
        await Driver.LoadAsync(dataset, LoadDriver.Version(C, 3), People("12=Cid"));

        await GrowAsync(dataset, LoadDriver.Version(B, 4, "v2"), from: 1, "124=Bea", complete: 2);

        Assert.Equal("7=Bob 12=Cid 124=Bea", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task A_replaced_file_keeps_no_unended_record_of_its_earlier_version()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        await Driver.LoadAsync(dataset, LoadDriver.Version(A, 1), People("12=Ann"));
        await LoadUnendedAsync(dataset, LoadDriver.Version(B, 2), "7=Bob 12=Be");

        await Driver.LoadAsync(dataset, LoadDriver.Version(B, 3, "v2"), People("9=Eve"), replace: true);

        Assert.Equal("7=Bob 9=Eve 12=Ann", await ReadPeopleAsync(dataset));
    }

    [Theory]
    [MemberData(nameof(WriteModes))]
    public async Task The_rows_of_a_file_that_is_gone_go_with_its_rejects(WriteMode mode)
    {
        var dataset = await PreparePeopleAsync(mode);
        await Driver.LoadAsync(dataset, LoadDriver.Version(A, 1), People("1=Ann"));
        var version = LoadDriver.Version(B, 2);
        var target = await Driver.StartAsync(dataset, version);
        await using (var transaction = await Warehouse.BeginAsync(target, Cancel))
        {
            await transaction.WriteAsync(Batches.Of(dataset, People("2=Bob 3=Cid")), Cancel);
            await transaction.WriteAsync([LoadDriver.Reject(3, "x")], Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(version, 2), Cancel);
        }

        if (mode == WriteMode.Merge)
        {
            // Rows of its earlier version go as well.
            await Driver.LoadAsync(dataset, LoadDriver.Version(B, 3, "v2"), People("2=Eve"), replace: true);
        }

        var file = await RemoveAsync(dataset, (await Driver.StartAsync(dataset, version)) with { Version = version });

        Assert.Equal(mode == WriteMode.Replace ? "" : "1=Ann", await ReadPeopleAsync(dataset));
        Assert.Empty(await Warehouse.ReadRejectsAsync(new LedgerQuery(), Cancel));
        Assert.Equal((LoadState.Removed, 0L, null), (file.State, file.Rows, file.Checkpoint));

        // The newest of the other files becomes the table of a replace dataset, so it must be loaded again.
        Assert.Equal(mode != WriteMode.Replace, (await FindFileAsync(A)).Checkpoint!.Complete);
    }

    [Fact]
    public async Task An_older_file_of_a_replace_dataset_that_is_gone_changes_nothing()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Replace);
        var old = LoadDriver.Version(A, 1);
        await Driver.LoadAsync(dataset, old, People("1=Ann"));
        await Driver.LoadAsync(dataset, LoadDriver.Version(B, 2), People("2=Bob"));

        await RemoveAsync(dataset, await Driver.StartAsync(dataset, old));

        Assert.Equal("2=Bob", await ReadPeopleAsync(dataset));
        Assert.True((await FindFileAsync(B)).Checkpoint!.Complete);
    }

    private static IEnumerable<string> Permutations(string letters) => letters.Length == 0
        ? [""]
        : letters.SelectMany(first => Permutations(letters.Replace($"{first}", "", StringComparison.Ordinal)).Select(rest => first + rest));

    private async Task<FileRecord> RemoveAsync(Dataset dataset, LoadTarget target)
    {
        await using var transaction = await Warehouse.BeginAsync(target, Cancel);
        await transaction.RemoveAsync(0, Cancel);
        var progress = LoadDriver.Progress(target.Version, 0, LoadState.Removed) with { Checkpoint = null, Kind = LoadKind.Remove };
        return await transaction.CommitAsync(progress, Cancel);
    }

    // The last row has no line break: the checkpoint stays before it.
    private Task LoadUnendedAsync(Dataset dataset, FileVersion version, string rows) =>
        GrowAsync(dataset, version, from: 0, rows, complete: People(rows).Count - 1);

    private async Task GrowAsync(Dataset dataset, FileVersion version, int from, string rows, int complete)
    {
        var target = await Driver.StartAsync(dataset, version);
        await using var transaction = await Warehouse.BeginAsync(target, Cancel);
        await transaction.RemoveAsync(from + 1, Cancel);
        await transaction.WriteAsync(Batches.Of(dataset, People(rows), from + 1), Cancel);
        await transaction.CommitAsync(LoadDriver.Progress(version, complete), Cancel);
    }
}
