using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.IntegrationTests.Warehouse;

/// <summary>Rows whose keys are new at first and then not. A warehouse may load new keys in another way, with the same result.</summary>
public abstract partial class WarehouseContract
{
    [Theory]
    [InlineData("30=c 40=d", "10=a 20=b 30=c 40=d")]
    [InlineData("20=B 30=c", "10=a 20=B 30=c")]
    [InlineData("15=c 5=d", "5=d 10=a 15=c 20=b")]
    [InlineData("30=c 30=C", "10=a 20=b 30=C")]
    public async Task The_later_row_of_a_key_stays_wherever_in_the_rows_of_a_commit_it_is(string then, string expected)
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        var version = LoadDriver.Version(A);
        var target = await Driver.StartAsync(dataset, version);
        await using (var transaction = await Warehouse.BeginAsync(target, Cancel))
        {
            await transaction.WriteAsync(Batches.Of(dataset, People("10=a 20=b")), Cancel);
            await transaction.WriteAsync([LoadDriver.Reject(3, "x,y")], Cancel);
            await transaction.WriteAsync(Batches.Of(dataset, People(then), firstRow: 4), Cancel);
            await transaction.WriteAsync([LoadDriver.Reject(6, "y,z")], Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(version, 6), Cancel);
        }

        Assert.Equal(expected, await ReadPeopleAsync(dataset));
        Assert.Equal([3, 6], (await Warehouse.ReadRejectsAsync(new LedgerQuery { File = A }, Cancel)).Select(r => r.Row));
    }

    [Theory]
    [InlineData(1, "21=other 30=other", "10=new 20=new 21=other 30=other")]
    [InlineData(1, "15=other", "10=new 15=other 20=new")]
    [InlineData(1, "10=other 30=other", "10=new 20=new 30=other")]
    [InlineData(3, "10=other 30=other", "10=other 20=new 30=other")]
    public async Task Rows_that_another_file_commits_while_new_ones_wait_are_met_by_their_keys(int minutes, string others, string expected)
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        var version = LoadDriver.Version(A, 2);
        var target = await Driver.StartAsync(dataset, version);
        await using (var transaction = await Warehouse.BeginAsync(target, Cancel))
        {
            await transaction.WriteAsync(Batches.Of(dataset, People("10=new 20=new")), Cancel);
            await transaction.WriteAsync([LoadDriver.Reject(3, "x,y")], Cancel);
            await Driver.LoadAsync(dataset, LoadDriver.Version(B, minutes), People(others));
            await transaction.CommitAsync(LoadDriver.Progress(version, 3), Cancel);
        }

        Assert.Equal(expected, await ReadPeopleAsync(dataset));
        Assert.Equal(3, Assert.Single(await Warehouse.ReadRejectsAsync(new LedgerQuery { File = A }, Cancel)).Row);
    }

    [Fact]
    public async Task An_unended_record_that_is_set_aside_is_met_by_its_key_too()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        await LoadUnendedAsync(dataset, LoadDriver.Version(B, 2), "7=Bob 12=Be");
        await LoadUnendedAsync(dataset, LoadDriver.Version(C, 3), "8=Cid 12=Ci");
        await GrowAsync(dataset, LoadDriver.Version(C, 4, "v2"), from: 1, "13=Cid", complete: 2);
        await Driver.LoadAsync(dataset, LoadDriver.Version(A, 5), People("12=Ann"));

        await GrowAsync(dataset, LoadDriver.Version(B, 6, "v2"), from: 1, "124=Bea", complete: 2);

        Assert.Equal("7=Bob 8=Cid 12=Ann 13=Cid 124=Bea", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task Each_commit_of_a_load_meets_the_rows_of_those_before()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        var target = await Driver.StartAsync(dataset, LoadDriver.Version(A));

        target = await Driver.CommitAsync(target, People("10=a 20=b"), firstRow: 1, LoadState.Running);
        target = await Driver.CommitAsync(target, People("30=c 40=d"), firstRow: 3, LoadState.Running);
        await Driver.CommitAsync(target, People("40=D 50=e"), firstRow: 5, LoadState.Loaded);

        Assert.Equal("10=a 20=b 30=c 40=D 50=e", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task New_rows_that_are_not_committed_leave_nothing()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Merge);
        var target = await Driver.StartAsync(dataset, LoadDriver.Version(A));
        await using (var transaction = await Warehouse.BeginAsync(target, Cancel))
        {
            await transaction.WriteAsync(Batches.Of(dataset, People("10=a 20=b")), Cancel);
            await transaction.WriteAsync(Batches.Of(dataset, People("5=e"), firstRow: 3), Cancel);
        }

        Assert.Equal("", await ReadPeopleAsync(dataset));
    }
}
