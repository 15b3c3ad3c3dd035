using Sluice.Ledger;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    private static readonly BatchCounts Counts = new() { Loaded = 2, Refused = 1, Failed = 1, Rows = 70, Rejected = 3, Bytes = 900 };

    [Fact]
    public async Task An_operation_is_read_as_it_was_recorded()
    {
        var all = NewOperation() with
        {
            Kind = OperationKind.Reload,
            State = OperationState.Failed,
            Request = """{"dataset":"ads","stale":true}""",
            Queued = true,
            Plan = 3,
            Batches = 4,
            BatchesDone = 5,
            Matched = 6,
            Files = 7,
            FilesDone = 8,
            Unchanged = 9,
            Loaded = 10,
            Refused = 11,
            Failed = 12,
            Busy = 13,
            Waiting = 14,
            Removed = 15,
            Rows = 16,
            Rejected = 17,
            Bytes = 18,
            Length = 1L << 40,
            LengthDone = 20,
            Load = 21,
            UpdatedAt = Later,
            PlannedAt = Later.AddMinutes(1),
            FinishedAt = Later.AddMinutes(2),
            Error = "The lake is gone: été.",
        };

        var first = await Warehouse.StartOperationAsync(all, Cancel);
        var second = await Warehouse.StartOperationAsync(NewOperation(), Cancel);

        Assert.True(first.Id > 0 && second.Id > first.Id);
        Assert.Equal(all with { Id = first.Id }, await Warehouse.FindOperationAsync(first.Id, Cancel));
        Assert.Equal(second, await Warehouse.FindOperationAsync(second.Id, Cancel));
        Assert.Null(await Warehouse.FindOperationAsync(second.Id + 1, Cancel));
        Assert.Equal([second], (await Warehouse.ReadRunningOperationsAsync(Cancel)).Where(o => o.Id == first.Id || o.Id == second.Id));
    }

    [Fact]
    public async Task An_operation_has_succeeded_when_it_is_planned_and_all_of_its_batches_are_done()
    {
        var id = await PlanAsync();
        Assert.True(await AddBatchAsync(id, 1, 1));
        Assert.True(await AddBatchAsync(id, 1, 2));

        var begun = await EndBatchAsync(id, 1, 1);
        Assert.Equal((OperationState.Running, 2L, 4L, 8L), (begun!.State, begun.Loaded, begun.FilesDone, begun.Files));
        var planned = await Warehouse.EndPlanAsync(id, 1, new PlanCounts(100, 90, 2), Later, Cancel);
        Assert.Equal((OperationState.Running, Later), (planned!.State, planned.PlannedAt));
        Assert.Equal((100L, 90L, 2L), (planned.Matched, planned.Unchanged, planned.Waiting));
        var ended = await EndBatchAsync(id, 1, 2, Later.AddHours(1));

        Assert.Equal((OperationState.Succeeded, Later.AddHours(1), null), (ended!.State, ended.FinishedAt, ended.Error));
        Assert.Equal((8L, 8L, 4L, 2L, 2L), (ended.Files, ended.FilesDone, ended.Loaded, ended.Refused, ended.Failed));
        Assert.Equal((140L, 6L, 1800L, 2000L, 2000L), (ended.Rows, ended.Rejected, ended.Bytes, ended.Length, ended.LengthDone));
        Assert.Equal(ended, await Warehouse.FindOperationAsync(id, Cancel));
        Assert.DoesNotContain(await Warehouse.ReadRunningOperationsAsync(Cancel), o => o.Id == id);
    }

    [Fact]
    public async Task An_operation_without_work_has_succeeded_when_it_is_planned()
    {
        var id = await PlanAsync();

        var ended = await Warehouse.EndPlanAsync(id, 1, new PlanCounts(3, 3, 0), Later, Cancel);

        Assert.Equal((OperationState.Succeeded, Later, 3L), (ended!.State, ended.FinishedAt, ended.Unchanged));
        Assert.Null(await Warehouse.EndPlanAsync(id, 1, new PlanCounts(3, 3, 0), Later, Cancel));
        Assert.Null(await Warehouse.BeginPlanAsync(id, Later, Cancel));
        Assert.Null(await Warehouse.FailOperationAsync(id, "Too late.", Later, Cancel));
    }

    [Fact]
    public async Task A_batch_that_is_done_twice_is_counted_once()
    {
        var id = await PlanAsync();
        await AddBatchAsync(id, 1, 1);
        await AddBatchAsync(id, 1, 2);
        Assert.Equal(1, await Warehouse.BeginBatchAsync(new BatchKey(id, 1, 1), Cancel));
        Assert.Equal(2, await Warehouse.BeginBatchAsync(new BatchKey(id, 1, 1), Cancel));

        Assert.NotNull(await EndBatchAsync(id, 1, 1));
        Assert.Null(await EndBatchAsync(id, 1, 1));

        Assert.Equal(0, await Warehouse.BeginBatchAsync(new BatchKey(id, 1, 1), Cancel));
        Assert.Equal(0, await Warehouse.BeginBatchAsync(new BatchKey(id, 1, 3), Cancel));
        Assert.Equal(1, await Warehouse.BeginBatchAsync(new BatchKey(id, 1, 2), Cancel));
        Assert.Equal(70, (await Warehouse.FindOperationAsync(id, Cancel))!.Rows);
    }

    [Fact]
    public async Task What_is_reported_of_a_batch_is_counted_once_also_if_the_batch_begins_again()
    {
        var id = await PlanAsync();
        await AddBatchAsync(id, 1, 1);
        await AddBatchAsync(id, 1, 2);
        await Warehouse.BeginBatchAsync(new BatchKey(id, 1, 1), Cancel);

        Assert.Equal((1L, 250L, 1L, 0L, 30L, 1L), await ReportAsync(1, 1, new BatchCounts { Loaded = 1, Rows = 30, Rejected = 1 }));
        Assert.Equal(
            (2L, 500L, 1L, 1L, 30L, 4L), await ReportAsync(1, 2, new BatchCounts { Loaded = 1, Failed = 1, Rows = 30, Rejected = 4 }));
        Assert.Equal((1L, 250L), await ReportSecondAsync());

        // The process dies. What another one finds replaces it, once it has got as far.
        await Warehouse.BeginBatchAsync(new BatchKey(id, 1, 1), Cancel);
        Assert.Equal((3L, 750L, 1L, 1L, 30L, 4L), await ReportAsync(1, 1, new BatchCounts { Loaded = 1, Rows = 5 }));
        Assert.Equal((4L, 1000L, 3L, 0L, 45L, 0L), await ReportAsync(1, 3, new BatchCounts { Loaded = 3, Rows = 45 }));

        var done = await EndBatchAsync(id, 1, 1, Later.AddHours(1));
        Assert.Equal((1L, 5L, 1250L, 2L, 1L), (done!.BatchesDone, done.FilesDone, done.LengthDone, done.Loaded, done.Failed));
        Assert.Equal((70L, 3L, 900L, Later.AddHours(1)), (done.Rows, done.Rejected, done.Bytes, done.UpdatedAt));
        await ReportAsync(1, 4, new BatchCounts { Loaded = 4, Rows = 99 });
        await ReportAsync(3, 4, new BatchCounts { Loaded = 4, Rows = 99 });
        Assert.Equal(done, await Warehouse.FindOperationAsync(id, Cancel));

        async Task<(long, long, long, long, long, long)> ReportAsync(int number, long files, BatchCounts counts)
        {
            await Warehouse.ReportBatchAsync(
                new BatchKey(id, 1, number), new BatchProgress { Files = files, Length = 250 * files, Counts = counts }, Later, Cancel);
            var o = (await Warehouse.FindOperationAsync(id, Cancel))!;
            return (o.FilesDone, o.LengthDone, o.Loaded, o.Failed, o.Rows, o.Rejected);
        }

        async Task<(long, long)> ReportSecondAsync()
        {
            var before = (await Warehouse.FindOperationAsync(id, Cancel))!;
            await ReportAsync(2, 1, new BatchCounts());
            var after = (await Warehouse.FindOperationAsync(id, Cancel))!;
            return (after.FilesDone - before.FilesDone, after.LengthDone - before.LengthDone);
        }
    }

    [Fact]
    public async Task What_is_reported_of_a_batch_does_not_count_once_a_newer_planning_has_dropped_it()
    {
        var id = await PlanAsync();
        await AddBatchAsync(id, 1, 1);
        await AddBatchAsync(id, 1, 2);
        await ReportAsync(1);
        await ReportAsync(2);
        await EndBatchAsync(id, 1, 1);

        var again = await Warehouse.BeginPlanAsync(id, Later, Cancel);
        Assert.Equal((4L, 4L, 1000L, 2L, 70L), (again!.Files, again.FilesDone, again.LengthDone, again.Loaded, again.Rows));
        await ReportAsync(2);
        Assert.Equal(again, await Warehouse.FindOperationAsync(id, Cancel));

        var done = await EndBatchAsync(id, 1, 2);
        Assert.Equal((8L, 8L, 2000L, 4L, 140L), (done!.Files, done.FilesDone, done.LengthDone, done.Loaded, done.Rows));

        Task ReportAsync(int number) => Warehouse.ReportBatchAsync(
            new BatchKey(id, 1, number),
            new BatchProgress { Files = 3, Length = 700, Counts = new BatchCounts { Loaded = 1, Busy = 2, Rows = 7, Bytes = 9 } },
            Later,
            Cancel);
    }

    [Fact]
    public async Task Batches_that_end_at_the_same_time_are_all_counted_and_one_of_them_ends_the_operation()
    {
        const int Batches = 20;
        var id = await PlanAsync();
        for (var number = 1; number <= Batches; number++)
        {
            await AddBatchAsync(id, 1, number);
        }

        await Warehouse.EndPlanAsync(id, 1, default, Later, Cancel);

        // Each message is delivered twice.
        var ends = await Task.WhenAll(Enumerable.Range(0, 2 * Batches).Select(i => Task.Run(
            async () =>
            {
                var progress = new BatchProgress { Files = 1 + (i % 2), Counts = new BatchCounts { Loaded = 1, Rows = 40 } };
                await Warehouse.ReportBatchAsync(new BatchKey(id, 1, 1 + (i / 2)), progress, Later, Cancel);
                return await EndBatchAsync(id, 1, 1 + (i / 2));
            },
            Cancel)));

        Assert.Equal(Batches, ends.Count(o => o is not null));
        Assert.Equal(OperationState.Succeeded, Assert.Single(ends, o => o?.FinishedAt is not null)!.State);
        Assert.Equal(70L * Batches, (await Warehouse.FindOperationAsync(id, Cancel))!.Rows);
    }

    [Fact]
    public async Task A_planning_that_is_repeated_drops_what_the_first_one_has_cut_and_nobody_has_done()
    {
        var id = await PlanAsync();
        await AddBatchAsync(id, 1, 1);
        await AddBatchAsync(id, 1, 2);
        await AddBatchAsync(id, 1, 3);
        await EndBatchAsync(id, 1, 1);
        await Warehouse.BeginBatchAsync(new BatchKey(id, 1, 2), Cancel);

        var again = await Warehouse.BeginPlanAsync(id, Later, Cancel);

        Assert.Equal((2, 1L, 4L, 1000L), (again!.Plan, again.Batches, again.Files, again.Length));
        Assert.False(await AddBatchAsync(id, 1, 4));
        Assert.Null(await Warehouse.EndPlanAsync(id, 1, default, Later, Cancel));
        Assert.Equal(0, await Warehouse.BeginBatchAsync(new BatchKey(id, 1, 3), Cancel));
        Assert.True(await AddBatchAsync(id, 2, 1));
        await Warehouse.EndPlanAsync(id, 2, default, Later, Cancel);

        // The second batch was being done when it was dropped.
        Assert.Equal(OperationState.Running, (await EndBatchAsync(id, 1, 2))!.State);
        Assert.Null(await EndBatchAsync(id, 1, 2));
        var ended = await EndBatchAsync(id, 2, 1);
        Assert.Equal((OperationState.Succeeded, 210L, 12L, 12L), (ended!.State, ended.Rows, ended.Files, ended.FilesDone));
    }

    [Fact]
    public async Task An_operation_of_which_some_work_is_given_up_is_failed_although_its_other_work_goes_on()
    {
        var id = await PlanAsync();
        await AddBatchAsync(id, 1, 1);
        await AddBatchAsync(id, 1, 2);
        await Warehouse.EndPlanAsync(id, 1, default, Later, Cancel);
        await Warehouse.NoteFailureAsync(id, "The database is paused.", Later, Cancel);
        Assert.Equal("The database is paused.", (await Warehouse.FindOperationAsync(id, Cancel))!.Error);

        var failed = await Warehouse.FailOperationAsync(id, "The batch was given up.", Later, Cancel);

        Assert.Equal((OperationState.Failed, Later, "The batch was given up."), (failed!.State, failed.FinishedAt, failed.Error));
        Assert.Null(await Warehouse.FailOperationAsync(id, "Again.", Later, Cancel));
        await Warehouse.NoteFailureAsync(id, "Again.", Later, Cancel);
        await EndBatchAsync(id, 1, 1);
        var last = await EndBatchAsync(id, 1, 2, Later.AddHours(1));
        Assert.Equal(
            (OperationState.Failed, Later, "The batch was given up.", 140L), (last!.State, last.FinishedAt, last.Error, last.Rows));
    }

    [Fact]
    public async Task An_operation_that_the_ledger_does_not_have_has_no_work()
    {
        var key = new BatchKey(4711, 1, 1);

        Assert.Null(await Warehouse.BeginPlanAsync(key.Operation, Later, Cancel));
        Assert.False(await Warehouse.AddBatchAsync(key, new BatchSize(1, 4, 1000), Later, Cancel));
        Assert.Equal(0, await Warehouse.BeginBatchAsync(key, Cancel));
        Assert.Null(await Warehouse.EndPlanAsync(key.Operation, 1, default, Later, Cancel));
        Assert.Null(await Warehouse.FailOperationAsync(key.Operation, "No.", Later, Cancel));
        await Warehouse.ReportBatchAsync(key, new BatchProgress { Files = 1 }, Later, Cancel);
        await Warehouse.NoteFailureAsync(key.Operation, "No.", Later, Cancel);
    }

    private static Operation NewOperation() => new()
    {
        Id = 0,
        Kind = OperationKind.Sweep,
        State = OperationState.Running,
        Request = "{}",
        Queued = false,
        StartedAt = LoadDriver.Noon,
        UpdatedAt = LoadDriver.Noon,
    };

    private async Task<long> PlanAsync()
    {
        var operation = await Warehouse.StartOperationAsync(NewOperation(), Cancel);
        Assert.Equal(1, (await Warehouse.BeginPlanAsync(operation.Id, Later, Cancel))!.Plan);
        return operation.Id;
    }

    private Task<bool> AddBatchAsync(long id, int plan, int number) =>
        Warehouse.AddBatchAsync(new BatchKey(id, plan, number), new BatchSize(1, 4, 1000), Later, Cancel);

    private Task<Operation?> EndBatchAsync(long id, int plan, int number, DateTimeOffset? time = null) =>
        Warehouse.EndBatchAsync(new BatchKey(id, plan, number), new BatchSize(1, 4, 1000), Counts, time ?? Later, Cancel);
}
