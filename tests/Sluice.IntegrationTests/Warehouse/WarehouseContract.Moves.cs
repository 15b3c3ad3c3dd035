using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    private const string Old = "data/people/a.csv";
    private const string New = "data/people/b.csv";

    [Theory]
    [InlineData(WriteMode.Append)]
    [InlineData(WriteMode.Merge)]
    [InlineData(WriteMode.Replace)]
    public async Task A_file_moves_with_its_rows_and_its_checkpoint(WriteMode mode)
    {
        var dataset = await PreparePeopleAsync(mode);
        var file = await Driver.LoadAsync(dataset, LoadDriver.Version(Old), People("1=Ann 2=Bob"));

        Assert.True(await Warehouse.MoveFileAsync(Old, New, isStale: false, Later, Cancel));

        Assert.Equivalent(
            file with { Path = New, RowVersion = file.RowVersion + 1, UpdatedAt = Later }, await FindFileAsync(New), strict: true);
        Assert.Null(await Warehouse.FindFileAsync(Old, Cancel));
        Assert.Equal([New], (await Warehouse.ReadFilesAsync(dataset.Name, Cancel)).Keys);
        Assert.Equal("1=Ann 2=Bob", await ReadPeopleAsync(dataset));

        // The next load of the new path goes on where the last one of the old path ended.
        var begun = await Driver.StartAsync(dataset, LoadDriver.Version(New, 1, "v2"));
        Assert.Equal((file.Id, file.Checkpoint!.Position), (begun.File.Id, begun.File.Checkpoint!.Position));
        await Driver.CommitAsync(begun, People("3=Cid"), 3, LoadState.Loaded);
        Assert.Equal("1=Ann 2=Bob 3=Cid", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task A_file_whose_rows_are_not_those_of_the_new_path_is_to_be_replaced_until_a_load_has_done_so()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        await Driver.LoadAsync(dataset, LoadDriver.Version(Old), People("1=Ann"));

        Assert.True(await Warehouse.MoveFileAsync(Old, New, isStale: true, Later, Cancel));

        var moved = await FindFileAsync(New);
        Assert.Equal(("", LedgerTexts.Reloading), (moved.ETag, moved.Fingerprint));
        Assert.NotNull(moved.Checkpoint);
    }

    [Fact]
    public async Task Loads_and_rejects_of_a_file_move_with_it_and_those_of_others_stay()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var loads = new List<long>();
        foreach (var path in new[] { Old, "data/people/c.csv" })
        {
            var begun = await Driver.StartAsync(dataset, LoadDriver.Version(path));
            await using var transaction = await Warehouse.BeginAsync(begun, Cancel);
            await transaction.WriteAsync([LoadDriver.Reject(1, "x,y")], Cancel);
            await transaction.CommitAsync(
                LoadDriver.Progress(begun.Version, 0) with { Rejected = 1, FileRejected = 1, RejectsFile = "rejects/people/x/1.csv" },
                Cancel);
            loads.Add(begun.LoadId);
        }

        Assert.True(await Warehouse.MoveFileAsync(Old, New, isStale: false, Later, Cancel));

        Assert.Equal([loads[0]], (await Warehouse.ReadLoadsAsync(new LedgerQuery { File = New }, Cancel)).Select(l => l.Id));
        Assert.Empty(await Warehouse.ReadLoadsAsync(new LedgerQuery { File = Old }, Cancel));
        Assert.Equal((New, "rejects/people/x/1.csv"), ((await FindLoadAsync(loads[0])).File, (await FindLoadAsync(loads[0])).RejectsFile));
        Assert.Equal("data/people/c.csv", (await FindLoadAsync(loads[1])).File);
        Assert.Equal(
            [(loads[1], "data/people/c.csv"), (loads[0], New)],
            (await Warehouse.ReadRejectsAsync(new LedgerQuery(), Cancel)).Select(r => (r.Load, r.File)));
        Assert.Single(await Warehouse.ReadRejectsAsync(new LedgerQuery { File = New }, Cancel));
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_whose_new_path_is_taken_does_not_move()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var file = await Driver.LoadAsync(dataset, LoadDriver.Version(Old), People("1=Ann"));
        var other = await Driver.LoadAsync(dataset, LoadDriver.Version(New), People("2=Bob"));

        Assert.False(await Warehouse.MoveFileAsync(Old, New, isStale: false, Later, Cancel));
        Assert.False(await Warehouse.MoveFileAsync("data/people/none.csv", "data/people/c.csv", isStale: false, Later, Cancel));

        Assert.Equivalent(file, await FindFileAsync(Old), strict: true);
        Assert.Equivalent(other, await FindFileAsync(New), strict: true);
        Assert.Equal("1=Ann 2=Bob", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task A_file_moves_there_and_back_and_its_old_path_can_have_another_file()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var file = await Driver.LoadAsync(dataset, LoadDriver.Version(Old), People("1=Ann"));

        Assert.True(await Warehouse.MoveFileAsync(Old, New, isStale: false, Later, Cancel));
        Assert.True(await Warehouse.MoveFileAsync(New, Old, isStale: false, Later, Cancel));
        Assert.Equal(file.Id, (await FindFileAsync(Old)).Id);
        Assert.True(await Warehouse.MoveFileAsync(Old, New, isStale: false, Later, Cancel));
        var other = await Driver.LoadAsync(dataset, LoadDriver.Version(Old), People("2=Bob"));

        Assert.NotEqual(file.Id, other.Id);
        Assert.Equal("1=Ann 2=Bob", await ReadPeopleAsync(dataset));
    }

    [Theory]
    [InlineData(WriteMode.Append)]
    [InlineData(WriteMode.Merge)]
    public async Task A_load_that_lost_the_lock_of_a_file_cannot_commit_after_it_has_moved(WriteMode mode)
    {
        var dataset = await PreparePeopleAsync(mode);
        var begun = await Driver.CommitAsync(
            await Driver.StartAsync(dataset, LoadDriver.Version(Old)), People("1=Ann"), 1, LoadState.Running);

        Assert.True(await Warehouse.MoveFileAsync(Old, New, isStale: false, Later, Cancel));

        await Assert.ThrowsAsync<CheckpointConflictException>(
            () => Driver.CommitAsync(begun, People("2=Bob"), 2, LoadState.Loaded));
        Assert.Equal("1=Ann", await ReadPeopleAsync(dataset));

        // The load was cut off. Whoever looks for such loads finds it by the new path.
        var ended = Assert.Single(await EndAbandonedAsync());
        Assert.Equal((begun.LoadId, New), (ended.Id, ended.File));
        Assert.Equal((LoadState.Failed, Later), ((await FindFileAsync(New)).State, (await FindFileAsync(New)).NextTry));
    }
}
