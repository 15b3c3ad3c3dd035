using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Rows;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    public static TheoryData<WriteMode> WriteModes => [WriteMode.Append, WriteMode.Merge, WriteMode.Replace];

    [Theory]
    [MemberData(nameof(WriteModes))]
    public async Task Nothing_is_seen_before_the_commit_and_all_of_it_after(WriteMode mode)
    {
        var dataset = await PreparePeopleAsync(mode);
        var version = LoadDriver.Version("data/people/a.csv");
        var target = await Driver.StartAsync(dataset, version);
        await using var transaction = await Warehouse.BeginAsync(target, Cancel);
        await transaction.WriteAsync(Batches.Of(dataset, People("1=Ann 2=Bob")), Cancel);
        await transaction.WriteAsync([LoadDriver.Reject(3, "x,Cid")], Cancel);

        Assert.Empty(await ReadRowsAsync(dataset));
        Assert.Empty(await Warehouse.ReadRejectsAsync(new LedgerQuery(), Cancel));
        Assert.Null((await FindFileAsync(version.Path)).Checkpoint);

        var file = await transaction.CommitAsync(LoadDriver.Progress(version, 2), Cancel);

        Assert.Equal("1=Ann 2=Bob", await ReadPeopleAsync(dataset));
        Assert.Single(await Warehouse.ReadRejectsAsync(new LedgerQuery(), Cancel));
        Assert.Equivalent(file, await FindFileAsync(version.Path), strict: true);
    }

    [Theory]
    [MemberData(nameof(WriteModes))]
    public async Task A_transaction_that_is_disposed_of_without_a_commit_leaves_no_trace(WriteMode mode)
    {
        var dataset = await PreparePeopleAsync(mode);
        var version = LoadDriver.Version("data/people/a.csv");
        await Driver.LoadAsync(dataset, version, People("1=Ann"));
        var before = await FindFileAsync(version.Path);
        var target = await Driver.StartAsync(dataset, version);
        await using (var transaction = await Warehouse.BeginAsync(target, Cancel))
        {
            await transaction.RemoveAsync(1, Cancel);
            await transaction.WriteAsync(
                Batches.Of(dataset, Enumerable.Range(0, 300_000).Select(i => new object?[] { (long)i, "Bob" })), Cancel);
            await transaction.WriteAsync([LoadDriver.Reject(3, "x,Cid")], Cancel);
        }

        Assert.Equal("1=Ann", await ReadPeopleAsync(dataset));
        Assert.Empty(await Warehouse.ReadRejectsAsync(new LedgerQuery(), Cancel));
        var after = await FindFileAsync(version.Path);
        Assert.Equivalent(before.Checkpoint, after.Checkpoint, strict: true);
        Assert.Equal(before.RowVersion, after.RowVersion);
    }

    [Theory]
    [MemberData(nameof(WriteModes))]
    public async Task Of_two_commits_that_saw_the_same_checkpoint_only_one_is_made(WriteMode mode)
    {
        var dataset = await PreparePeopleAsync(mode);
        var version = LoadDriver.Version("data/people/a.csv");
        var target = await Driver.StartAsync(dataset, version);
        await using var first = await Warehouse.BeginAsync(target, Cancel);
        await using var second = await Warehouse.BeginAsync(target, Cancel);
        await first.WriteAsync(Batches.Of(dataset, People("1=Ann")), Cancel);
        await second.WriteAsync(Batches.Of(dataset, People("1=Bob 2=Cid")), Cancel);
        await second.WriteAsync([LoadDriver.Reject(3, "x,Cid")], Cancel);
        await first.CommitAsync(LoadDriver.Progress(version, 1), Cancel);

        var conflict = await Assert.ThrowsAsync<CheckpointConflictException>(
            () => second.CommitAsync(LoadDriver.Progress(version, 2), Cancel));

        Assert.Contains(version.Path, conflict.Message, StringComparison.Ordinal);
        Assert.Equal("1=Ann", await ReadPeopleAsync(dataset));
        Assert.Empty(await Warehouse.ReadRejectsAsync(new LedgerQuery(), Cancel));
        Assert.Equal(1, (await FindFileAsync(version.Path)).Rows);
    }

    [Theory]
    [MemberData(nameof(WriteModes))]
    public async Task A_commit_to_a_checkpoint_of_the_past_is_a_conflict(WriteMode mode)
    {
        var dataset = await PreparePeopleAsync(mode);
        var version = LoadDriver.Version("data/people/a.csv");
        var target = await Driver.StartAsync(dataset, version);
        await Driver.CommitAsync(target, People("1=Ann"), 1, LoadState.Running);

        await Assert.ThrowsAsync<CheckpointConflictException>(() => Driver.CommitAsync(target, People("2=Bob"), 2, LoadState.Loaded));

        Assert.Equal("1=Ann", await ReadPeopleAsync(dataset));
    }

    [Theory]
    [MemberData(nameof(WriteModes))]
    public async Task A_load_of_several_commits_adds_up(WriteMode mode)
    {
        var dataset = await PreparePeopleAsync(mode);
        var version = LoadDriver.Version("data/people/a.csv");
        var start = await Driver.StartAsync(dataset, version);
        var first = await Driver.CommitAsync(start, People("1=Ann 2=Bob"), 1, LoadState.Running);

        Assert.Equal("1=Ann 2=Bob", await ReadPeopleAsync(dataset));
        Assert.Equal(LoadState.Running, first.File.State);

        var second = await Driver.CommitAsync(first, People("3=Cid"), 3, LoadState.Running);
        var last = await Driver.CommitAsync(second, People("4=Dan"), 4, LoadState.Loaded);

        Assert.Equal("1=Ann 2=Bob 3=Cid 4=Dan", await ReadPeopleAsync(dataset));
        Assert.Equal(LoadState.Loaded, last.File.State);
        Assert.Equal(start.File.RowVersion + 3, last.File.RowVersion);
    }

    [Theory]
    [MemberData(nameof(WriteModes))]
    public async Task The_last_rows_and_their_rejects_are_taken_back_and_read_again(WriteMode mode)
    {
        var dataset = await PreparePeopleAsync(mode);
        var version = LoadDriver.Version("data/people/a.csv");
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/0.csv", minutes: -10), People("90=Zoe"));
        var target = await Driver.StartAsync(dataset, version);
        await using (var transaction = await Warehouse.BeginAsync(target, Cancel))
        {
            await transaction.WriteAsync(Batches.Of(dataset, People("1=Ann 2=Bob 3=Ci")), Cancel);
            await transaction.WriteAsync([LoadDriver.Reject(2, "kept"), LoadDriver.Reject(3, "gone")], Cancel);
            target = target with { File = await transaction.CommitAsync(LoadDriver.Progress(version, 3), Cancel) };
        }

        await using (var transaction = await Warehouse.BeginAsync(target, Cancel))
        {
            await transaction.RemoveAsync(3, Cancel);
            await transaction.WriteAsync(Batches.Of(dataset, People("3=Cid 4=Dan"), 3), Cancel);
            await transaction.WriteAsync([LoadDriver.Reject(5, "new")], Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(version, 4), Cancel);
        }

        Assert.Equal($"1=Ann 2=Bob 3=Cid 4=Dan{(mode == WriteMode.Replace ? "" : " 90=Zoe")}", await ReadPeopleAsync(dataset));
        Assert.Equal(["kept", "new"], (await Warehouse.ReadRejectsAsync(new LedgerQuery(), Cancel)).Select(r => r.RawText));
    }

    [Theory]
    [MemberData(nameof(WriteModes))]
    public async Task A_refused_file_leaves_no_row_behind_but_its_rejects(WriteMode mode)
    {
        var dataset = await PreparePeopleAsync(mode);
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/0.csv", minutes: -10), People("90=Zoe"));
        var version = LoadDriver.Version("data/people/a.csv");
        var target = await Driver.StartAsync(dataset, version);
        if (mode != WriteMode.Replace)
        {
            target = await Driver.CommitAsync(target, People("1=Ann 2=Bob"), 1, LoadState.Running);
        }

        await using var transaction = await Warehouse.BeginAsync(target, Cancel);
        await transaction.RemoveAsync(1, Cancel);
        await transaction.WriteAsync([LoadDriver.Reject(4, "x,Dan")], Cancel);
        var progress = LoadDriver.Progress(version, 0, LoadState.Refused)
            with
        { Checkpoint = null, Rejected = 1, FileRejected = 1, Error = "too many rejects" };
        var file = await transaction.CommitAsync(progress, Cancel);

        Assert.Equal("90=Zoe", await ReadPeopleAsync(dataset));
        Assert.Equal(
            (LoadState.Refused, 0L, 1L, null, "too many rejects"), (file.State, file.Rows, file.Rejected, file.Checkpoint, file.Error));
        Assert.Single(await Warehouse.ReadRejectsAsync(new LedgerQuery { File = version.Path }, Cancel));
    }

    [Fact]
    public async Task A_replaced_file_has_only_the_rows_of_its_new_version()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/b.csv"), People("9=Zoe"));
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv"), People("1=Ann 2=Bob"));

        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv", 1, "v2"), People("1=Eve"), replace: true);

        Assert.Equal("1=Eve 9=Zoe", await ReadPeopleAsync(dataset));
    }

    [Theory]
    [MemberData(nameof(WriteModes))]
    public async Task A_cancelled_commit_leaves_nothing(WriteMode mode)
    {
        var dataset = await PreparePeopleAsync(mode);
        var version = LoadDriver.Version("data/people/a.csv");
        await using (var transaction = await Warehouse.BeginAsync(await Driver.StartAsync(dataset, version), Cancel))
        {
            await transaction.WriteAsync(Batches.Of(dataset, People("1=Ann")), Cancel);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => transaction.CommitAsync(LoadDriver.Progress(version, 1), new CancellationToken(canceled: true)));
        }

        Assert.Empty(await ReadRowsAsync(dataset));
        await Driver.LoadAsync(dataset, version, People("1=Bob"));
        Assert.Equal("1=Bob", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task Rejects_come_back_with_all_their_errors_in_order()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version("data/people/a.csv");
        var target = await Driver.StartAsync(dataset, version);
        Reject[] rejects =
        [
            new(7, 9, 1L << 40, [new("id", "type", "is not an integer"), new("name", "minLength", "is too short"),
                new(null, "field-count", "has 3 fields")],
                await WithNulAsync("x,\"é\r\n日😀\",3\0and more than twelve bytes")),
            new(2, 3, 20, [new(null, "record-size", "is too long")], ""),
        ];
        Reject[] many = [.. Enumerable.Range(100, 5000).Select(i => LoadDriver.Reject(i, $"raw text number {i}"))];
        await using (var transaction = await Warehouse.BeginAsync(target, Cancel))
        {
            await transaction.WriteAsync(rejects, Cancel);
            await transaction.WriteAsync(many, Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(version, 0), Cancel);
        }

        var stored = await Warehouse.ReadRejectsAsync(new LedgerQuery { Load = target.LoadId, Top = 10_000 }, Cancel);

        var expected = new[] { rejects[1], rejects[0] }.Concat(many).SelectMany(r => r.Errors.Select((e, i) => new StoredReject(
            target.LoadId, version.Path, "people", r.Row, r.Line, r.ByteOffset, i, e.Field, e.Rule, e.Message, r.RawText)));
        Assert.Equal(expected, stored);
    }

    [Fact]
    public async Task Loads_into_one_append_table_run_at_the_same_time()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        await Task.WhenAll(Enumerable.Range(0, 3)
            .Select(i => Task.Run(() => LoadManyAsync(dataset, $"data/people/{i}.csv", i * 100_000), Cancel)));

        var ids = (await ReadRowsAsync(dataset)).Select(r => (long)r[0]!).Order().ToList();
        Assert.Equal(Enumerable.Range(0, 3).SelectMany(i => Enumerable.Range(i * 100_000, 20_000)).Select(i => (long)i), ids);
        Assert.Equal(60_000, (await Warehouse.ReadFilesAsync("people", Cancel)).Values.Sum(f => f.Rows));
    }

    [Fact]
    public async Task Transactions_of_one_append_table_that_overlap_both_commit()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var (a, b) = (LoadDriver.Version("data/people/a.csv"), LoadDriver.Version("data/people/b.csv"));
        await using var first = await Warehouse.BeginAsync(await Driver.StartAsync(dataset, a), Cancel);
        await first.WriteAsync(Batches.Of(dataset, People("1=Ann")), Cancel);
        await using var second = await Warehouse.BeginAsync(await Driver.StartAsync(dataset, b), Cancel);
        await second.WriteAsync(Batches.Of(dataset, People("2=Bob")), Cancel);
        await first.CommitAsync(LoadDriver.Progress(a, 1), Cancel);
        await second.CommitAsync(LoadDriver.Progress(b, 1), Cancel);

        Assert.Equal("1=Ann 2=Bob", await ReadPeopleAsync(dataset));
    }

    private async Task LoadManyAsync(Dataset dataset, string path, int firstId, int commits = 4, int minutes = 0)
    {
        var target = await Driver.StartAsync(dataset, LoadDriver.Version(path, minutes));
        for (var i = 0; i < commits; i++)
        {
            var rows = Enumerable.Range(firstId + (i * 5000), 5000).Select(id => new object?[] { (long)id, path }).ToList();
            target = await Driver.CommitAsync(target, rows, (i * 5000) + 1, i == commits - 1 ? LoadState.Loaded : LoadState.Running);
        }
    }
}
