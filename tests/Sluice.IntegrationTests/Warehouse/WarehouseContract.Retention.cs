using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    // Loads of the driver end two seconds after noon.
    private static readonly DateTimeOffset BeforeTheirEnd = LoadDriver.Noon.AddSeconds(2);
    private static readonly DateTimeOffset AfterTheirEnd = LoadDriver.Noon.AddSeconds(3);

    [Fact]
    public async Task Rejects_of_loads_that_ended_before_a_time_are_deleted_and_the_counts_stay()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var old = await LoadRejectsAsync(dataset, "data/people/a.csv", 2, AfterTheirEnd.AddDays(-1));
        var young = await LoadRejectsAsync(dataset, "data/people/b.csv", 1, AfterTheirEnd);

        Assert.Equal(0, await Warehouse.PruneRejectsAsync(BeforeTheirEnd.AddDays(-1), Cancel));
        Assert.Equal(2, await Warehouse.PruneRejectsAsync(BeforeTheirEnd, Cancel));
        Assert.Equal(0, await Warehouse.PruneRejectsAsync(BeforeTheirEnd, Cancel));

        Assert.Equal("data/people/b.csv", Assert.Single(await Warehouse.ReadRejectsAsync(new LedgerQuery(), Cancel)).File);
        Assert.Equal((2, 1), ((await FindFileAsync("data/people/a.csv")).Rejected, (await FindFileAsync("data/people/b.csv")).Rejected));
        Assert.Equal((2, 1), ((await FindLoadAsync(old)).Rejected, (await FindLoadAsync(young)).Rejected));
    }

    [Fact]
    public async Task Rejects_of_a_running_load_are_kept()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        await LoadRejectsAsync(dataset, "data/people/a.csv", 2, LoadDriver.Noon, LoadState.Running);

        Assert.Equal(0, await Warehouse.PruneRejectsAsync(AfterTheirEnd.AddYears(1), Cancel));

        Assert.Equal(2, (await Warehouse.ReadRejectsAsync(new LedgerQuery(), Cancel)).Count);
    }

    [Fact]
    public async Task More_rejects_than_a_transaction_deletes_are_deleted()
    {
        const int Many = 12_345;
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        await LoadRejectsAsync(dataset, "data/people/a.csv", 3, LoadDriver.Noon);
        await LoadRejectsAsync(dataset, "data/people/b.csv", Many, LoadDriver.Noon);
        await LoadRejectsAsync(dataset, "data/people/c.csv", 4, LoadDriver.Noon);

        Assert.Equal(Many + 7, await Warehouse.PruneRejectsAsync(AfterTheirEnd, Cancel));

        Assert.Empty(await Warehouse.ReadRejectsAsync(new LedgerQuery(), Cancel));
    }

    [Fact]
    public async Task Rejects_of_a_file_that_is_being_loaded_again_break_no_load()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version("data/people/a.csv");
        await LoadRejectsAsync(dataset, version.Path, 2, LoadDriver.Noon);
        await LoadRejectsAsync(dataset, "data/people/b.csv", 1, LoadDriver.Noon);
        var target = await Driver.StartAsync(dataset, version);
        await using (var transaction = await Warehouse.BeginAsync(target, Cancel))
        {
            Assert.InRange(await Warehouse.PruneRejectsAsync(AfterTheirEnd, Cancel), 0, 3);
            await transaction.RemoveAsync(1, Cancel);
            Assert.InRange(await Warehouse.PruneRejectsAsync(AfterTheirEnd, Cancel), 0, 1);
            await transaction.WriteAsync([LoadDriver.Reject(1, "y,Cid")], Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(version, 1) with { Time = AfterTheirEnd }, Cancel);
        }

        await Warehouse.PruneRejectsAsync(AfterTheirEnd, Cancel);

        Assert.Equal("y,Cid", Assert.Single(await Warehouse.ReadRejectsAsync(new LedgerQuery(), Cancel)).RawText);
    }

    [Fact]
    public async Task Loads_that_ended_before_a_time_are_deleted_except_the_last_of_a_file_those_with_rejects_and_those_that_run()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var path = "data/people/a.csv";
        await Driver.LoadAsync(dataset, LoadDriver.Version(path), People("1=Ann"));
        var withRejects = await LoadRejectsAsync(dataset, path, 1, LoadDriver.Noon);
        await Driver.LoadAsync(dataset, LoadDriver.Version(path, etag: "v2"), People("2=Bob"), replace: false);
        var last = await Driver.LoadAsync(dataset, LoadDriver.Version(path, etag: "v3"), People("3=Cid"));
        var running = await Driver.StartAsync(dataset, LoadDriver.Version("data/people/b.csv"));
        var unchanged = LoadDriver.NewLoad(dataset, LoadDriver.Version(path, etag: "v3"), LoadState.Unchanged);
        await Warehouse.StartLoadAsync(unchanged, LoadDriver.Version(path, etag: "v3"), Cancel);

        Assert.Equal(0, await Warehouse.PruneLoadsAsync(LoadDriver.Noon, Cancel));
        Assert.Equal(3, await Warehouse.PruneLoadsAsync(AfterTheirEnd, Cancel));

        Assert.Equal(
            [running.LoadId, last.LastLoad, withRejects],
            (await Warehouse.ReadLoadsAsync(new LedgerQuery(), Cancel)).Select(l => l.Id));
        Assert.Equal(last.LastLoad, (await FindFileAsync(path)).LastLoad);
        Assert.Equal("1=Ann 2=Bob 3=Cid", await ReadPeopleAsync(dataset));

        await Warehouse.PruneRejectsAsync(AfterTheirEnd, Cancel);
        Assert.Equal(1, await Warehouse.PruneLoadsAsync(AfterTheirEnd, Cancel));
    }

    [Fact]
    public async Task A_file_whose_old_loads_are_deleted_is_loaded_as_before()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version("data/people/a.csv");
        await Driver.LoadAsync(dataset, version, People("1=Ann"));
        var unchanged = LoadDriver.NewLoad(dataset, version, LoadState.Unchanged);
        await Warehouse.StartLoadAsync(unchanged, version, Cancel);
        Assert.Equal(1, await Warehouse.PruneLoadsAsync(AfterTheirEnd, Cancel));

        var (again, _) = await Warehouse.StartLoadAsync(unchanged, version, Cancel);
        await Driver.LoadAsync(dataset, LoadDriver.Version(version.Path, etag: "v2"), People("2=Bob"));

        Assert.Equal(LoadState.Unchanged, (await FindLoadAsync(again.Id)).State);
        Assert.Equal("1=Ann 2=Bob", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task Records_of_requests_are_kept_until_a_time()
    {
        await PreparePeopleAsync(WriteMode.Append);
        var all = new AuditEntry(LoadDriver.Noon, "caller", "Ann", "Operator,hr", "Erasures", "people", 200, null);
        await Warehouse.RecordAsync(all, Cancel);
        await Warehouse.RecordAsync(
            new AuditEntry(LoadDriver.Noon.AddDays(1), "other", "Ben", "", "Data", null, 404, 3_000_000_000), Cancel);

        Assert.Equal(0, await Warehouse.PruneAuditAsync(LoadDriver.Noon, Cancel));
        Assert.Equal(1, await Warehouse.PruneAuditAsync(LoadDriver.Noon.AddSeconds(1), Cancel));
        Assert.Equal(0, await Warehouse.PruneAuditAsync(LoadDriver.Noon.AddSeconds(1), Cancel));
        Assert.Equal(1, await Warehouse.PruneAuditAsync(LoadDriver.Noon.AddYears(1), Cancel));
    }

    [Fact]
    public async Task Operations_that_ended_before_a_time_are_deleted_with_their_batches()
    {
        var old = await PlanAsync();
        await AddBatchAsync(old, 1, 1);
        await AddBatchAsync(old, 1, 2);
        await EndBatchAsync(old, 1, 1);
        await Warehouse.FailOperationAsync(old, "It broke.", Later, Cancel);
        var young = await PlanAsync();
        await Warehouse.EndPlanAsync(young, 1, default, Later.AddDays(1), Cancel);
        var running = await PlanAsync();
        await AddBatchAsync(running, 1, 1);

        Assert.Equal(0, await Warehouse.PruneOperationsAsync(Later, Cancel));
        Assert.Equal(1, await Warehouse.PruneOperationsAsync(Later.AddDays(1), Cancel));

        Assert.Null(await Warehouse.FindOperationAsync(old, Cancel));
        Assert.Equal(0, await Warehouse.BeginBatchAsync(new BatchKey(old, 1, 2), Cancel));
        Assert.NotNull(await Warehouse.FindOperationAsync(young, Cancel));
        Assert.Equal(1, await Warehouse.BeginBatchAsync(new BatchKey(running, 1, 1), Cancel));
    }

    [Theory]
    [MemberData(nameof(WriteModes))]
    public async Task Rows_that_are_older_than_a_time_are_deleted_and_those_without_a_value_are_kept(WriteMode mode)
    {
        var dataset = await PrepareVisitsAsync(mode, FieldType.Datetime);
        var time = LoadDriver.Noon.UtcDateTime;
        var file = await Driver.LoadAsync(
            dataset, LoadDriver.Version("data/people/a.csv"),
            [[1L, time.AddMilliseconds(-1)], [2L, time], [3L, null], [4L, time.AddYears(-9)]]);

        Assert.Equal(2, await Warehouse.PruneRowsAsync(dataset, "at", LoadDriver.Noon, Cancel));
        Assert.Equal(0, await Warehouse.PruneRowsAsync(dataset, "at", LoadDriver.Noon, Cancel));

        Assert.Equal([2L, 3L], await ReadIdsAsync(dataset));
        Assert.Equivalent(file, await FindFileAsync("data/people/a.csv"), strict: true);
    }

    [Fact]
    public async Task A_row_with_a_date_is_older_than_a_time_if_its_whole_day_is()
    {
        var dataset = await PrepareVisitsAsync(WriteMode.Append, FieldType.Date);
        var day = DateOnly.FromDateTime(LoadDriver.Noon.UtcDateTime);
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv"), [[1L, day.AddDays(-1)], [2L, day], [3L, day.AddDays(1)]]);

        Assert.Equal(1, await Warehouse.PruneRowsAsync(dataset, "at", LoadDriver.Noon, Cancel));

        Assert.Equal([2L, 3L], await ReadIdsAsync(dataset));
    }

    [Theory]
    [MemberData(nameof(WriteModes))]
    public async Task More_rows_than_a_transaction_deletes_are_deleted(WriteMode mode)
    {
        const int Many = 25_000;
        var dataset = await PrepareVisitsAsync(mode, FieldType.Datetime);
        var old = LoadDriver.Noon.UtcDateTime.AddDays(-1);
        await Driver.LoadAsync(
            dataset, LoadDriver.Version("data/people/a.csv", 1),
            [.. Enumerable.Range(0, Many + 2).Select(i => new object?[] { (long)i, i < Many ? old : null })]);

        Assert.Equal(Many, await Warehouse.PruneRowsAsync(dataset, "at", LoadDriver.Noon, Cancel));

        Assert.Equal([Many, Many + 1L], await ReadIdsAsync(dataset));
    }

    [Theory]
    [MemberData(nameof(WriteModes))]
    public async Task Rows_of_a_file_that_is_being_replaced_break_no_load_and_the_next_call_deletes_its_new_rows_too(WriteMode mode)
    {
        if (mode == WriteMode.Append)
        {
            // Its rows are locked from the removal on, not only by the commit.
            await RequireLockTimeoutAsync();
        }

        var dataset = await PrepareVisitsAsync(mode, FieldType.Datetime);
        var old = LoadDriver.Noon.UtcDateTime.AddDays(-1);
        var first = LoadDriver.Version("data/people/a.csv");
        var second = LoadDriver.Version("data/people/a.csv", 1, "v2");
        await Driver.LoadAsync(dataset, first, [[1L, old], [2L, null]]);
        var target = await Driver.StartAsync(dataset, second);
        await using (var transaction = await Warehouse.BeginAsync(target, Cancel))
        {
            Assert.InRange(await Warehouse.PruneRowsAsync(dataset, "at", LoadDriver.Noon, Cancel), 0, 1);
            await (mode == WriteMode.Merge ? transaction.SupersedeAsync(Cancel) : transaction.RemoveAsync(1, Cancel));
            Assert.InRange(await Warehouse.PruneRowsAsync(dataset, "at", LoadDriver.Noon, Cancel), 0, 1);
            await transaction.WriteAsync(Batches.Of(dataset, [[1L, old], [2L, old], [3L, null]]), Cancel);
            Assert.InRange(await Warehouse.PruneRowsAsync(dataset, "at", LoadDriver.Noon, Cancel), 0, 1);
            await transaction.CommitAsync(LoadDriver.Progress(second, 3), Cancel);
        }

        Assert.Equal([1L, 2L, 3L], await ReadIdsAsync(dataset));
        Assert.Equal(2, await Warehouse.PruneRowsAsync(dataset, "at", LoadDriver.Noon, Cancel));
        Assert.Equal([3L], await ReadIdsAsync(dataset));
        Assert.Equal(3, (await FindFileAsync(first.Path)).Rows);
    }

    [Theory]
    [MemberData(nameof(WriteModes))]
    public async Task Loads_and_deletions_at_the_same_time_fail_neither(WriteMode mode)
    {
        var dataset = await PrepareVisitsAsync(mode, FieldType.Datetime);
        var old = LoadDriver.Noon.UtcDateTime.AddDays(-1);
        using var end = new CancellationTokenSource();
        var pruning = Task.Run(
            async () =>
            {
                while (!end.IsCancellationRequested)
                {
                    await Warehouse.PruneRowsAsync(dataset, "at", LoadDriver.Noon, Cancel);
                    await Warehouse.PruneRejectsAsync(AfterTheirEnd, Cancel);
                    await Warehouse.PruneLoadsAsync(AfterTheirEnd, Cancel);
                }
            },
            Cancel);

        for (var i = 0; i < 10; i++)
        {
            List<object?[]> rows = [[1L, old], [2L, old], [3L + i, null]];
            await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv", i, $"v{i}"), rows, replace: i > 0);
        }

        await end.CancelAsync();
        await pruning;
        await Warehouse.PruneRowsAsync(dataset, "at", LoadDriver.Noon, Cancel);
        Assert.Equal(mode == WriteMode.Merge ? [.. Enumerable.Range(3, 10).Select(i => (long)i)] : [12L], await ReadIdsAsync(dataset));
    }

    [Fact]
    public async Task A_file_whose_rows_are_deleted_grows_as_before()
    {
        var dataset = await PrepareVisitsAsync(WriteMode.Append, FieldType.Datetime);
        var old = LoadDriver.Noon.UtcDateTime.AddDays(-1);
        var target = await Driver.StartAsync(dataset, LoadDriver.Version("data/people/a.csv"));
        target = await Driver.CommitAsync(target, [[1L, old], [2L, old]], 1, LoadState.Loaded);
        Assert.Equal(2, await Warehouse.PruneRowsAsync(dataset, "at", LoadDriver.Noon, Cancel));

        var grown = await Driver.StartAsync(dataset, LoadDriver.Version("data/people/a.csv", 1, "v2"));
        Assert.Equal(target.File.Checkpoint!.Position, grown.File.Checkpoint!.Position);
        await Driver.CommitAsync(grown, [[3L, null]], 3, LoadState.Loaded);

        Assert.Equal([3L], await ReadIdsAsync(dataset));
        Assert.Equal(3, (await FindFileAsync("data/people/a.csv")).Rows);
    }

    [Fact]
    public async Task A_row_that_has_replaced_another_provisionally_is_deleted_once_no_row_is_kept_aside_for_it()
    {
        var dataset = await PrepareVisitsAsync(WriteMode.Merge, FieldType.Datetime);
        var old = LoadDriver.Noon.UtcDateTime.AddDays(-1);
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv"), [[1L, null], [2L, old]]);
        var later = LoadDriver.Version("data/people/b.csv", 1);
        var target = await Driver.StartAsync(dataset, later);
        await using (var transaction = await Warehouse.BeginAsync(target, Cancel))
        {
            // Its last two records have no line break yet.
            await transaction.WriteAsync(Batches.Of(dataset, [[1L, old], [2L, old]]), Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(later, 0) with { Rows = 2, FileRows = 2 }, Cancel);
        }

        // The row kept aside for the second one is too old itself.
        Assert.Equal(1, await Warehouse.PruneRowsAsync(dataset, "at", LoadDriver.Noon, Cancel));
        Assert.Equal([1L], await ReadIdsAsync(dataset));

        target = await Driver.StartAsync(dataset, LoadDriver.Version("data/people/b.csv", 2, "v2"));
        await using (var transaction = await Warehouse.BeginAsync(target, Cancel))
        {
            await transaction.RemoveAsync(1, Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(target.Version, 0), Cancel);
        }

        Assert.Null(Assert.Single(await ReadRowsAsync(dataset))[1]);
        Assert.Equal(0, await Warehouse.PruneRowsAsync(dataset, "at", LoadDriver.Noon, Cancel));
    }

    private Task<Dataset> PrepareVisitsAsync(WriteMode mode, FieldType type)
    {
        var column = new ColumnType(type == FieldType.Date ? ColumnKind.Date : ColumnKind.Timestamp);
        var dataset = Datasets.Of("visits", Datasets.Key("id"), Datasets.Of("at", type, column));
        return PrepareAsync(dataset with
        {
            WriteMode = mode,
            Schema = dataset.Schema with { PrimaryKey = mode == WriteMode.Merge ? ["id"] : [] },
        });
    }

    private async Task<IEnumerable<long>> ReadIdsAsync(Dataset dataset) => (await ReadRowsAsync(dataset)).Select(r => (long)r[0]!).Order();

    /// <summary>Loads a file with rejects only.</summary>
    /// <returns>The id of the load.</returns>
    private async Task<long> LoadRejectsAsync(
        Dataset dataset, string path, int rejects, DateTimeOffset end, LoadState state = LoadState.Loaded)
    {
        var version = LoadDriver.Version(path, etag: $"{path} {end}");
        var target = await Driver.StartAsync(dataset, version);
        await using var transaction = await Warehouse.BeginAsync(target, Cancel);
        await transaction.WriteAsync([.. Enumerable.Range(1, rejects).Select(i => LoadDriver.Reject(i, "x,Cid"))], Cancel);
        await transaction.CommitAsync(
            LoadDriver.Progress(version, 0, state) with { Rejected = rejects, FileRejected = rejects, Time = end }, Cancel);
        return target.LoadId;
    }
}
