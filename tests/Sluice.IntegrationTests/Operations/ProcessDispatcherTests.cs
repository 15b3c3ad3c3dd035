using Microsoft.Extensions.Logging.Abstractions;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Loading;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Operations;

namespace Sluice.IntegrationTests.Operations;

/// <summary>Operations whose work is done in the process that starts them.</summary>
public sealed class ProcessDispatcherTests(AzuriteFixture azurite) : OperationsTest(azurite)
{
    [Fact]
    public async Task Batches_are_done_side_by_side_but_no_more_files_at_a_time_than_the_setting_says()
    {
        await UploadManyAsync(TwoBatches);
        var counting = new Lock();
        var (now, most) = (0, 0);
        var full = new TaskCompletionSource();
        var hooked = new HookedStorage(Storage)
        {
            OnRead = async (_, at) =>
            {
                if (at == 0)
                {
                    lock (counting)
                    {
                        most = Math.Max(most, ++now);
                    }

                    if (most == Options.Concurrency)
                    {
                        full.TrySetResult();
                    }

                    await full.Task.WaitAsync(Token);
                    await Task.Yield();
                    lock (counting)
                    {
                        now--;
                    }
                }
            },
        };
        var (starter, dispatcher) = await StartProcessAsync(hooked);
        await using var stop = dispatcher;

        var sweep = await starter.StartAsync(WorkRequest.Sweep(), Token);
        var ended = await starter.WaitAsync(sweep.Id, longest: null, onProgress: null, Token);

        Assert.Equal((OperationState.Succeeded, TwoBatches, false), (ended.State, ended.Loaded, ended.Queued));
        Assert.Equal(Options.Concurrency, most);
    }

    [Fact]
    public async Task A_wait_ends_after_its_time_and_the_operation_goes_on()
    {
        await UploadManyAsync(1);
        var gate = new TaskCompletionSource();
        var (starter, dispatcher) = await StartProcessAsync(new HookedStorage(Storage) { OnRead = (_, _) => gate.Task });
        await using var stop = dispatcher;
        var sweep = await starter.StartAsync(WorkRequest.Sweep(), Token);

        var waiting = await starter.WaitAsync(sweep.Id, TimeSpan.FromMilliseconds(300), onProgress: null, Token);
        gate.SetResult();
        var ended = await starter.WaitAsync(sweep.Id, longest: null, onProgress: null, Token);

        Assert.Equal((OperationState.Running, OperationState.Succeeded), (waiting.State, ended.State));
    }

    [Fact]
    public async Task Work_that_fails_ends_the_operation_with_the_reason()
    {
        var (starter, dispatcher) = await StartProcessAsync(new BrokenLake());
        await using var stop = dispatcher;

        var sweep = await starter.StartAsync(WorkRequest.Sweep(), Token);
        var ended = await starter.WaitAsync(sweep.Id, longest: null, onProgress: null, Token);

        Assert.Equal((OperationState.Failed, BrokenLake.Reason), (ended.State, ended.Error));
    }

    [Fact]
    public async Task A_process_that_stops_ends_its_operations_and_says_so()
    {
        await UploadManyAsync(3);
        var (begun, stopping) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (starter, dispatcher) = await StartProcessAsync(new HookedStorage(Storage)
        {
            OnRead = async (_, _) =>
            {
                begun.TrySetResult();
                await stopping.Task.WaitAsync(Token);
            },
        });
        var sweep = await starter.StartAsync(WorkRequest.Sweep(), Token);
        await begun.Task;

        var stop = dispatcher.DisposeAsync();
        stopping.SetResult();
        await stop;

        var ended = (await Warehouse.FindOperationAsync(sweep.Id, Token))!;
        Assert.Equal(OperationState.Failed, ended.State);
        Assert.StartsWith("The process stopped before all of the work was done.", ended.Error, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starter.StartAsync(WorkRequest.Sweep(), Token));
    }

    [Fact]
    public async Task An_operation_whose_process_is_gone_ends_at_the_next_sweep_but_not_one_whose_process_is_there()
    {
        await UploadManyAsync(1);
        await PrepareAsync(Lake());
        var gone = await Warehouse.StartOperationAsync(NewOperation(), Token);
        var there = await Warehouse.StartOperationAsync(NewOperation(), Token);
        await using var held = await Warehouse.TryLockAsync($"operation {there.Id}", Token);
        Time.Advance(TimeSpan.FromMinutes(2));
        var (starter, dispatcher) = await StartProcessAsync(Storage);
        await using var stop = dispatcher;

        var sweep = await starter.StartAsync(WorkRequest.Sweep(), Token);
        await starter.WaitAsync(sweep.Id, longest: null, onProgress: null, Token);

        Assert.StartsWith(
            "The process that did the work ended", (await Warehouse.FindOperationAsync(gone.Id, Token))!.Error, StringComparison.Ordinal);
        Assert.Equal(OperationState.Running, (await Warehouse.FindOperationAsync(there.Id, Token))!.State);
    }

    [Fact]
    public async Task A_process_that_is_alone_ends_at_its_start_what_one_before_it_has_left()
    {
        await PrepareAsync(Lake());
        var gone = await Warehouse.StartOperationAsync(NewOperation(), Token);
        var worker = await NewWorkerAsync();

        await worker.EndAbandonedAsync(isAlone: false, Token);
        Assert.Equal(OperationState.Running, (await Warehouse.FindOperationAsync(gone.Id, Token))!.State);

        await worker.EndAbandonedAsync(isAlone: true, Token);
        Assert.Equal(OperationState.Failed, (await Warehouse.FindOperationAsync(gone.Id, Token))!.State);
    }

    private async Task<(OperationStarter Starter, ProcessDispatcher Dispatcher)> StartProcessAsync(ILakeStorage storage)
    {
        Worker? worker = null;
        var dispatcher = new ProcessDispatcher(() => worker!, Warehouse, Options, NullLogger<ProcessDispatcher>.Instance);
        worker = await NewWorkerAsync(storage: storage, to: dispatcher);
        return (new OperationStarter(Warehouse, dispatcher, Time), dispatcher);
    }

    private Operation NewOperation() => new()
    {
        Id = 0,
        Kind = OperationKind.Sweep,
        State = OperationState.Running,
        Request = WorkRequest.Sweep().ToJson(),
        Queued = false,
        StartedAt = Time.GetUtcNow(),
        UpdatedAt = Time.GetUtcNow(),
    };
}
