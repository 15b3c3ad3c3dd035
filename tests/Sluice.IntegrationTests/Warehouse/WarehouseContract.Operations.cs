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
        var ends = await Task.WhenAll(
            Enumerable.Range(0, 2 * Batches).Select(i => Task.Run(() => EndBatchAsync(id, 1, 1 + (i / 2)), Cancel)));

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
