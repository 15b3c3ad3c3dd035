using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Loading;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Operations;

namespace Sluice.IntegrationTests.Operations;

/// <summary>Operations whose work is in a queue, and the instances that take it from there.</summary>
public sealed class WorkerTests(AzuriteFixture azurite) : OperationsTest(azurite)
{
    [Fact]
    public async Task A_sweep_of_many_files_is_spread_over_the_instances_and_loads_each_file_once()
    {
        const int Files = TwoBatches + BatchCutter.MostFiles;
        await UploadManyAsync(Files);
        Worker[] instances = [await NewWorkerAsync(), await NewWorkerAsync()];
        var sweep = await Starter.StartAsync(WorkRequest.Sweep(), Token);
        Assert.Equal((OperationState.Running, true), (sweep.State, sweep.Queued));
        await instances[0].RunAsync((await NextAsync())!, Token);
        var planned = await FindAsync(sweep);
        Assert.Equal((Files, Files, 0, 3), (planned.Matched, planned.Files, planned.FilesDone, planned.Batches));

        var done = await Task.WhenAll(instances.Select(DrainAsync));

        Assert.DoesNotContain(0, done);
        var ended = await FindAsync(sweep);
        Assert.Equal((OperationState.Succeeded, Files, Files, Files), (ended.State, ended.FilesDone, ended.Loaded, ended.Rows));
        Assert.Equal(Files, Rows().Distinct().Count());
        Assert.Equal(Files, Rows().Count);
        Assert.Equal(Files, (await Warehouse.ReadLoadsAsync(new LedgerQuery { Top = 1000 }, Token)).Count);
    }

    [Fact]
    public async Task An_item_that_arrives_twice_is_done_once()
    {
        await UploadManyAsync(TwoBatches);
        var worker = await NewWorkerAsync();
        var sweep = await Starter.StartAsync(WorkRequest.Sweep(), Token);
        var plan = (await NextAsync())!;
        await worker.RunAsync(plan, Token);
        await worker.RunAsync(plan, Token);
        WorkItem[] batches = [(await NextAsync())!, (await NextAsync())!];
        Assert.Null(await NextAsync());

        foreach (var batch in (WorkItem[])[.. batches, .. batches])
        {
            await worker.RunAsync(batch, Token);
        }

        var ended = await FindAsync(sweep);
        Assert.Equal((OperationState.Succeeded, TwoBatches, 0, TwoBatches), (ended.State, ended.Loaded, ended.Unchanged, ended.Rows));
        Assert.Equal(TwoBatches, (await Warehouse.ReadLoadsAsync(new LedgerQuery { Top = 1000 }, Token)).Count);
    }

    [Fact]
    public async Task A_batch_whose_instance_dies_is_done_by_another_which_counts_what_the_first_has_loaded()
    {
        await UploadManyAsync(6);
        var dying = new HookedStorage(Storage);
        using var death = new CancellationTokenSource();
        var worker = await NewWorkerAsync(storage: dying);
        var reload = await Starter.StartAsync(
            WorkRequest.ForFiles(FileSelection.ForDataset("cities") with { Again = true }, LoadTrigger.Http), Token);
        var reads = 0;
        dying.OnRead = (_, at) => at == 0 && Interlocked.Increment(ref reads) == 4 ? death.CancelAsync() : Task.CompletedTask;
        var plan = (await NextAsync())!;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worker.RunAsync(plan, death.Token));
        var loaded = Rows().Count;
        Assert.InRange(loaded, 1, 5);

        // The host delivers the message again.
        var other = await NewWorkerAsync();
        await other.RunAsync(plan, Token);

        var ended = await FindAsync(reload);
        Assert.Equal((OperationState.Succeeded, 6, 2), (ended.State, Rows().Count, ended.Plan));
        var loads = await Warehouse.ReadLoadsAsync(new LedgerQuery { State = LoadState.Loaded }, Token);
        Assert.Equal(6, loads.Count);
    }

    [Fact]
    public async Task A_batch_that_is_begun_again_counts_the_files_that_were_loaded_before()
    {
        await UploadManyAsync(TwoBatches);
        var worker = await NewWorkerAsync();
        var sweep = await Starter.StartAsync(WorkRequest.Sweep(), Token);
        await worker.RunAsync((await NextAsync())!, Token);
        var (first, second) = ((await NextAsync())!, (await NextAsync())!);
        await Warehouse.BeginBatchAsync(new BatchKey(sweep.Id, first.Batch!.Plan, first.Batch.Number), Token);
        var loader = await PrepareAsync(Lake());
        await loader.LoadAsync(first.Batch.Files[0].Path, LoadTrigger.Sweep, null, Token);

        await worker.RunAsync(first, Token);
        await worker.RunAsync(second, Token);

        var ended = await FindAsync(sweep);
        Assert.Equal((OperationState.Succeeded, TwoBatches, 0, TwoBatches), (ended.State, ended.Loaded, ended.Unchanged, ended.Rows));
    }

    [Fact]
    public async Task The_counts_of_an_operation_move_while_a_batch_is_worked_on()
    {
        await UploadManyAsync(6);
        var (slow, reads, released) = (new HookedStorage(Storage), 0, new TaskCompletionSource());
        slow.OnRead = (_, at) => at == 0 && Interlocked.Increment(ref reads) == 3 ? released.Task : Task.CompletedTask;
        var worker = await NewWorkerAsync(storage: slow);
        var sweep = await Starter.StartAsync(WorkRequest.Sweep(), Token);

        var run = worker.RunAsync((await NextAsync())!, Token);
        var moved = await AdvanceUntilAsync(sweep, o => o.FilesDone == 5);
        released.SetResult();
        await run;

        Assert.Equal((OperationState.Running, 0, 5, 5), (moved.State, moved.BatchesDone, moved.Loaded, moved.Rows));
        Assert.InRange(moved.LengthDone, 1, moved.Length - 1);
        Assert.True(moved.Bytes > 0 && moved.Seconds >= 1);
        var ended = await FindAsync(sweep);
        Assert.Equal((OperationState.Succeeded, 6, 6, 6), (ended.State, ended.FilesDone, ended.Loaded, ended.Rows));
        Assert.Equal(ended.Length, ended.LengthDone);
    }

    [Fact]
    public async Task Files_that_were_counted_before_an_instance_died_are_counted_once()
    {
        await UploadManyAsync(TwoBatches);
        var dying = new HookedStorage(Storage);
        using var death = new CancellationTokenSource();
        var (worker, other) = (await NewWorkerAsync(storage: dying), await NewWorkerAsync());
        var sweep = await Starter.StartAsync(WorkRequest.Sweep(), Token);
        await worker.RunAsync((await NextAsync())!, Token);
        var (first, second) = ((await NextAsync())!, (await NextAsync())!);
        var reads = 0;
        dying.OnRead = async (_, at) =>
        {
            if (at == 0 && Interlocked.Increment(ref reads) == 30)
            {
                await AdvanceUntilAsync(sweep, o => o.FilesDone > 0);
                await death.CancelAsync();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worker.RunAsync(first, death.Token));
        Assert.InRange((await FindAsync(sweep)).FilesDone, 1, 99);

        // The host delivers the message again.
        await other.RunAsync(first, Token);
        await other.RunAsync(second, Token);

        var ended = await FindAsync(sweep);
        Assert.Equal(
            (OperationState.Succeeded, TwoBatches, TwoBatches, TwoBatches), (ended.State, ended.FilesDone, ended.Loaded, ended.Rows));
        Assert.Equal((0, 0, 0, ended.Length), (ended.Failed, ended.Busy, ended.Unchanged, ended.LengthDone));
    }

    [Fact]
    public async Task An_item_that_fails_says_why_and_the_operation_ends_when_the_host_gives_it_up()
    {
        await UploadManyAsync(1);
        var worker = await NewWorkerAsync(storage: new BrokenLake());
        var sweep = await Starter.StartAsync(WorkRequest.Sweep(), Token);
        var item = (await NextAsync())!;

        await Assert.ThrowsAsync<LakeUnavailableException>(() => worker.RunAsync(item, Token));
        var running = await FindAsync(sweep);
        Assert.Equal((OperationState.Running, BrokenLake.Reason), (running.State, running.Error));
        await worker.GiveUpAsync(item.Operation, Token);

        var ended = await FindAsync(sweep);
        Assert.Equal(OperationState.Failed, ended.State);
        Assert.Equal(
            $"Some of its work failed several times and is not tried again: {BrokenLake.Reason} "
                + "The next sweep loads files that are not loaded.",
            ended.Error);
    }

    [Fact]
    public async Task An_item_that_failed_and_is_done_in_the_end_leaves_no_error()
    {
        await UploadManyAsync(1);
        var (broken, worker) = (await NewWorkerAsync(storage: new BrokenLake()), await NewWorkerAsync());
        var sweep = await Starter.StartAsync(WorkRequest.Sweep(), Token);
        var item = (await NextAsync())!;
        await Assert.ThrowsAsync<LakeUnavailableException>(() => broken.RunAsync(item, Token));

        await worker.RunAsync(item, Token);

        var ended = await FindAsync(sweep);
        Assert.Equal((OperationState.Succeeded, null, 1), (ended.State, ended.Error, ended.Loaded));
    }

    [Fact]
    public async Task The_files_of_a_reload_are_loaded_again_and_one_file_is_an_operation_with_its_load()
    {
        await UploadManyAsync(3);
        var worker = await NewWorkerAsync();
        await Starter.StartAsync(WorkRequest.Sweep(), Token);
        await DrainAsync(worker);

        var reload = await Starter.StartAsync(
            WorkRequest.ForFiles(FileSelection.ForDataset("cities") with { Again = true }, LoadTrigger.Http), Token);
        await DrainAsync(worker);
        var one = await Starter.StartAsync(WorkRequest.ForFile(PathOf("0001.csv"), again: false, LoadTrigger.Http), Token);
        await DrainAsync(worker);

        var ended = await FindAsync(reload);
        Assert.Equal((OperationKind.Reload, OperationState.Succeeded, 3, null), (ended.Kind, ended.State, ended.Loaded, ended.Load));
        var load = await FindAsync(one);
        Assert.Equal((OperationKind.Load, OperationState.Succeeded, 1), (load.Kind, load.State, load.Unchanged));
        Assert.Equal(
            (PathOf("0001.csv"), LoadTrigger.Http),
            (await Warehouse.ReadLoadsAsync(new LedgerQuery { Load = load.Load }, Token)).Select(l => (l.File, l.Trigger)).Single());
    }

    [Fact]
    public async Task Rows_of_files_that_are_gone_are_removed_by_batches_too()
    {
        var lake = Lake(onDelete: DeletePolicy.Remove);
        await UploadManyAsync(3);
        var worker = await NewWorkerAsync(lake);
        await Starter.StartAsync(WorkRequest.Sweep(), Token);
        await DrainAsync(worker);
        await Azurite.Service.GetBlobContainerClient(Container).DeleteBlobAsync("0001.csv", cancellationToken: Token);

        var sweep = await Starter.StartAsync(WorkRequest.Sweep(), Token);
        await DrainAsync(worker);

        var ended = await FindAsync(sweep);
        Assert.Equal((OperationState.Succeeded, 1, 2, 1), (ended.State, ended.Removed, ended.Unchanged, ended.FilesDone));
        Assert.Equal(["0|c|1", "2|c|1"], Rows());
    }

    [Fact]
    public async Task A_scheduled_sweep_does_not_start_beside_one_that_goes_on()
    {
        await UploadManyAsync(TwoBatches);
        var worker = await NewWorkerAsync();
        var first = await Starter.StartSweepAsync(Token);
        await worker.RunAsync((await NextAsync())!, Token);

        Assert.Equal(first.Id, (await Starter.StartSweepAsync(Token)).Id);
        Time.Advance(TimeSpan.FromMinutes(61));
        Assert.NotEqual(first.Id, (await Starter.StartSweepAsync(Token)).Id);
    }

    [Fact]
    public async Task An_operation_whose_messages_are_lost_ends_at_a_sweep_after_a_day()
    {
        var worker = await NewWorkerAsync();
        var lost = await Starter.StartAsync(WorkRequest.Sweep(), Token);
        await NextAsync();
        Time.Advance(TimeSpan.FromHours(23));
        await Starter.StartAsync(WorkRequest.Sweep(), Token);
        await DrainAsync(worker);
        Assert.Equal(OperationState.Running, (await FindAsync(lost)).State);

        Time.Advance(TimeSpan.FromHours(2));
        await Starter.StartAsync(WorkRequest.Sweep(), Token);
        await DrainAsync(worker);

        Assert.Equal(OperationState.Failed, (await FindAsync(lost)).State);
    }

    private async Task<Operation> AdvanceUntilAsync(Operation operation, Func<Operation, bool> condition)
    {
        while (true)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            if (await FindAsync(operation) is var now && condition(now))
            {
                return now;
            }

            await Task.Delay(20, Token);
        }
    }
}
