using Microsoft.Extensions.Logging.Abstractions;
using Sluice.IntegrationTests.Azurite;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Loading;

/// <summary>However a load ends, the ledger says so and why. It has no running load that nobody works on.</summary>
public sealed class LoadEndTests : LoadingTest
{
    private readonly HookedStorage hooked;
    private readonly CountedWarehouse calls;
    private readonly IWarehouse warehouse;

    public LoadEndTests(AzuriteFixture azurite)
        : base(azurite)
    {
        hooked = new HookedStorage(azurite.Lake);
        (warehouse, calls) = CountedWarehouse.Over(Warehouse);
    }

    [Fact]
    public async Task An_end_that_could_not_be_recorded_is_when_the_next_load_of_the_file_begins()
    {
        using var loader = await PrepareAsync(Lake());
        await FailUnrecordedAsync(loader);

        var load = await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Sweep, null, Token);

        Assert.Equal((LoadState.Loaded, 2), (load.State, load.Attempt));
        Assert.Equal([(LoadState.Loaded, null), (LoadState.Failed, "The disk is gone.")], await EndsAsync());
    }

    [Fact]
    public async Task Or_at_the_next_sweep_whatever_that_does_with_the_file()
    {
        using var loader = await PrepareAsync(Lake());
        await FailUnrecordedAsync(loader);

        var swept = await SweeperOf(loader).SweepAsync(Token);

        Assert.Equal((0, 1), (swept.Loaded, swept.Waiting));
        Assert.Equal([(LoadState.Failed, "The disk is gone.")], await EndsAsync());
        Assert.Equal((LoadState.Failed, "The disk is gone."), ((await FileAsync()).State, (await FileAsync()).Error));
    }

    [Fact]
    public async Task Or_when_the_app_stops()
    {
        using var loader = await PrepareAsync(Lake());
        await FailUnrecordedAsync(loader);

        await loader.StopAsync(Token);

        Assert.Equal([(LoadState.Failed, "The disk is gone.")], await EndsAsync());
    }

    [Fact]
    public async Task A_load_that_a_process_has_left_ends_at_the_sweep_which_goes_on_with_it()
    {
        using var loader = await PrepareAsync(Lake());
        await LeaveAsync(await UploadAsync("a.csv", "id,city\n1,a\n"));

        var swept = await SweeperOf(loader).SweepAsync(Token);

        Assert.Equal(1, swept.Loaded);
        const string Ended = "The process that ran this load ended before it could record how the load went. "
            + "What was committed stays, and the next load resumes after it.";
        Assert.Equal([(LoadState.Loaded, null), (LoadState.Failed, Ended)], await EndsAsync());
    }

    [Fact]
    public async Task So_does_one_of_a_file_that_is_gone_and_of_one_that_no_sweep_tries_any_more()
    {
        using var loader = await PrepareAsync(Lake(), new LoaderOptions { Attempts = 1 });
        await LeaveAsync(new FileVersion(PathOf("gone.csv"), "e", 1, Time.GetUtcNow(), Time.GetUtcNow(), BlobKind.Block));
        await LeaveAsync(await UploadAsync("a.csv", "id,city\n1,a\n"));

        var swept = await SweeperOf(loader, new LoaderOptions { Attempts = 1 }).SweepAsync(Token);

        Assert.Equal((0, 1, 1), (swept.Loaded, swept.Waiting, swept.Removed));
        Assert.Equal([LoadState.Removed, LoadState.Failed, LoadState.Failed], (await EndsAsync()).Select(e => e.State));
        Assert.Equal((LoadState.Failed, null), ((await FileAsync()).State, (await FileAsync()).NextTry));
    }

    [Fact]
    public async Task A_new_version_that_takes_its_process_with_it_each_time_is_left_alone_after_as_many_attempts()
    {
        var options = new LoaderOptions { Attempts = 3 };
        using var loader = await PrepareAsync(Lake(), options);
        await LoadAsync(loader, "a.csv", "id,city\n1,a\n");
        var deadly = await UploadAsync("a.csv", "id,city\n2,b\n");
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await LeaveAsync(deadly);
        }

        var swept = await SweeperOf(loader, options).SweepAsync(Token);

        Assert.Equal((0, 1), (swept.Loaded, swept.Waiting));
        Assert.Equal(["1|a|1"], Rows());
    }

    [Fact]
    public async Task An_app_that_stops_ends_its_loads_says_so_and_begins_no_more()
    {
        using var loader = await PrepareAsync(Lake());
        await UploadAsync("a.csv", "id,city\n1,a\n");
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hooked.OnRead = (_, _) =>
        {
            reading.TrySetResult();
            return goOn.Task;
        };
        var loading = loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, CancellationToken.None);
        await reading.Task;

        var stopping = loader.StopAsync(Token);
        Assert.False(stopping.IsCompleted);
        goOn.SetResult();
        await stopping;

        Assert.Equal([(LoadState.Failed, "The load was stopped because the app stopped; the next load resumes at its last commit.")],
            await EndsAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token));
        Assert.Single(await EndsAsync());
    }

    [Fact]
    public async Task A_load_that_cannot_begin_since_its_lock_was_lost_begins_again()
    {
        using var loader = await PrepareAsync(Lake());
        await UploadAsync("a.csv", "id,city\n1,a\n");
        var losses = 0;
        calls.OnCall = member =>
        {
            if (member == nameof(IWarehouse.StartLoadAsync) && losses++ < 2)
            {
                throw new WarehouseInterruptedException("The lock was lost.");
            }
        };

        var load = await AdvancingAsync(loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token));

        Assert.Equal((LoadState.Loaded, 3), (load.State, losses));
    }

    [Fact]
    public async Task Whoever_finds_a_file_of_no_dataset_leaves_a_load_of_it_alone()
    {
        using var loader = await PrepareAsync(Lake());
        using var other = new Loader(
            new LakeDefinition("other", []), hooked, Warehouse, new LoaderOptions(), Time, NullLogger<Loader>.Instance);
        await UploadAsync("a.csv", "id,city\n1,a\n");
        List<Load> seen = [];
        hooked.OnRead = async (_, _) =>
        {
            seen.Add(await other.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token));
            seen.AddRange(await Warehouse.ReadLoadsAsync(new LedgerQuery(), Token));
        };

        await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);

        Assert.Equal([LoadState.Busy, LoadState.Running], seen.Take(2).Select(l => l.State));
    }

    [Fact]
    public async Task A_file_that_comes_back_while_its_rows_are_removed_is_loaded_though_whoever_came_with_it_has_left()
    {
        using var loader = await PrepareAsync(Lake(onDelete: DeletePolicy.Remove));
        await LoadAsync(loader, "a.csv", "id,city\n1,a\n");
        await Azurite.Service.GetBlobContainerClient(Container).DeleteBlobAsync("a.csv", cancellationToken: Token);
        var busy = ComesOnceAsync(loader, "id,city\n2,b\n");

        var removal = await loader.RemoveAsync(Lake().Datasets[0], PathOf("a.csv"), Token);

        Assert.Equal((LoadState.Removed, LoadState.Busy), (removal!.State, (await busy).State));
        Assert.Equal(["2|b|1"], Rows());
    }

    [Fact]
    public async Task So_is_a_version_that_comes_while_the_file_is_recorded_as_given_up()
    {
        using var loader = await PrepareAsync(Lake());
        await UploadAsync("a.csv", "id,city\n1,a\n");
        var busy = ComesOnceAsync(loader, "id,city\n1,a\n2,b\n");

        var given = await loader.GiveUpAsync(PathOf("a.csv"), null, Token);

        Assert.Equal((LoadState.Failed, LoadState.Busy), (given!.State, (await busy).State));
        Assert.Equal(["1|a|1", "2|b|2"], Rows());
    }

    private Task<Loader> PrepareAsync(LakeDefinition lake, LoaderOptions? options = null) =>
        PrepareAsync(lake, options, hooked, warehouse: warehouse);

    private Sweeper SweeperOf(Loader loader, LoaderOptions? options = null) =>
        new(Lake(), hooked, warehouse, loader, options ?? new LoaderOptions(), Time, NullLogger<Sweeper>.Instance);

    // A load that fails while the warehouse cannot be reached.
    private async Task FailUnrecordedAsync(Loader loader)
    {
        await UploadAsync("a.csv", "id,city\n1,a\n");
        hooked.OnRead = (_, _) => throw new IOException("The disk is gone.");
        calls.OnCall = member =>
        {
            if (member == nameof(IWarehouse.EndLoadAsync))
            {
                throw new WarehouseUnavailableException("The network is gone.");
            }
        };
        Assert.Equal(LoadState.Failed, (await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token)).State);
        Assert.Equal(LoadState.Running, Assert.Single(await EndsAsync()).State);
        hooked.OnRead = (_, _) => Task.CompletedTask;
        calls.OnCall = _ => { };
    }

    // Like a killed process: it no longer has the lock, and no end is recorded.
    private Task<(Load Load, FileRecord File)> LeaveAsync(FileVersion version) => Warehouse.StartLoadAsync(
        new Load
        {
            Id = 0,
            File = version.Path,
            Dataset = "cities",
            Kind = null,
            State = LoadState.Running,
            Trigger = LoadTrigger.Blob,
            ETag = version.ETag,
            Fingerprint = Lake().Datasets[0].Fingerprint,
            StartedAt = Time.GetUtcNow(),
        },
        version,
        Token);

    // Another version, and a caller with it, right after the look-up of the file under its lock.
    private Task<Load> ComesOnceAsync(Loader loader, string content)
    {
        var busy = new TaskCompletionSource<Load>(TaskCreationOptions.RunContinuationsAsynchronously);
        hooked.OnFound = async _ =>
        {
            hooked.OnFound = _ => Task.CompletedTask;
            await UploadAsync("a.csv", content);
            busy.SetResult(await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token));
        };
        return busy.Task;
    }

    private async Task<IReadOnlyList<(LoadState State, string? Error)>> EndsAsync() =>
        [.. (await Warehouse.ReadLoadsAsync(new LedgerQuery(), Token)).Select(l => (l.State, l.Error))];

    private async Task<FileRecord> FileAsync() => (await Warehouse.FindFileAsync(PathOf("a.csv"), Token))!;
}
