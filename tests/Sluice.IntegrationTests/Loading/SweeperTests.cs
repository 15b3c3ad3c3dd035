using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.IntegrationTests.Azurite;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Loading;

public sealed class SweeperTests : LoadingTest
{
    private static readonly LoaderOptions ThreeAttempts = new() { Attempts = 3, RetryPause = TimeSpan.FromMinutes(10) };
    private readonly BlobServiceClient service;
    private readonly HookedStorage hooked;
    private LakeDefinition lake = null!;

    public SweeperTests(AzuriteFixture azurite)
        : base(azurite)
    {
        service = azurite.Service;
        hooked = new HookedStorage(azurite.Lake);
    }

    [Fact]
    public async Task A_sweep_loads_what_is_not_loaded_and_nothing_else()
    {
        var (loader, sweeper) = await PrepareSweepAsync(Lake());
        await LoadAsync(loader, "a.csv", "id,city\n1,a\n");
        await UploadAsync("b.csv", "id,city\n2,b\n");
        await UploadAsync("c.csv", "nonsense\n");
        var first = await sweeper.SweepAsync(Token);
        Assert.Equal((3, 1, 1, 1), (first.Files, first.Unchanged, first.Loaded, first.Refused));
        var second = await sweeper.SweepAsync(Token);
        Assert.Equal((3, 3, 0), (second.Files, second.Unchanged, second.Loaded));
        Assert.Equal(2, Rows().Count);
    }

    [Fact]
    public async Task A_sweep_over_loaded_files_asks_the_ledger_once_for_all_once_for_ignored_ones_and_for_loads_that_were_left()
    {
        var (_, sweeper) = await PrepareSweepAsync(Lake());
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => UploadAsync($"{i}.csv", "id,city\n1,a\n")));
        Assert.Equal(30, (await sweeper.SweepAsync(Token)).Loaded);
        var (warehouse, counts) = CountedWarehouse.Over(Warehouse);
        using var loader = new Loader(lake, hooked, warehouse, new LoaderOptions(), Time, NullLogger<Loader>.Instance);
        var counted = new Sweeper(lake, hooked, warehouse, loader, new LoaderOptions(), Time, NullLogger<Sweeper>.Instance);

        Assert.Equal(30, (await counted.SweepAsync(Token)).Unchanged);

        Assert.Equal(
            [
                nameof(IWarehouse.StartOperationAsync), nameof(IWarehouse.TryLockAsync), nameof(IWarehouse.BeginPlanAsync),
                nameof(IWarehouse.EndAbandonedLoadsAsync), nameof(IWarehouse.ReadRunningOperationsAsync),
                nameof(IWarehouse.ReadFilesAsync), nameof(IWarehouse.ReadFilesAsync), nameof(IWarehouse.PruneRejectsAsync),
                nameof(IWarehouse.PruneLoadsAsync),
                nameof(IWarehouse.PruneOperationsAsync), nameof(IWarehouse.PruneAuditAsync),
                nameof(IWarehouse.EndPlanAsync),
            ],
            counts.Calls.Where(c => c != nameof(IWarehouse.FindOperationAsync)));
    }

    [Fact]
    public async Task A_file_that_failed_is_tried_again_after_pauses_that_grow_and_in_the_end_only_when_a_person_asks()
    {
        var (loader, sweeper) = await PrepareSweepAsync(Lake(), ThreeAttempts);
        await UploadAsync("a.csv", "id,city\n1,a\n");
        hooked.OnRead = (_, _) => throw new IOException("The disk is gone.");

        Assert.Equal((1, 0), await SweepAsync(sweeper));
        var start = Time.GetUtcNow();
        Assert.Equal((1, (DateTimeOffset?)start.AddMinutes(10)), await AttemptsAsync());
        Assert.Equal((0, 1), await SweepAsync(sweeper));

        Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((1, 0), await SweepAsync(sweeper));
        Assert.Equal((2, (DateTimeOffset?)start.AddMinutes(30)), await AttemptsAsync());
        Time.Advance(TimeSpan.FromMinutes(19));
        Assert.Equal((0, 1), await SweepAsync(sweeper));

        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((1, 0), await SweepAsync(sweeper));
        Assert.Equal((3, null), await AttemptsAsync());
        var loads = await Warehouse.ReadLoadsAsync(new LedgerQuery(), Token);
        Assert.Equal(
            [(3, "The disk is gone."), (2, "The disk is gone."), (1, "The disk is gone.")], loads.Select(l => (l.Attempt, l.Error)));
        Assert.Equal([null, start.AddMinutes(30), start.AddMinutes(10)], loads.Select(l => l.NextTry));

        Time.Advance(TimeSpan.FromDays(365));
        Assert.Equal((0, 1), await SweepAsync(sweeper));

        hooked.OnRead = (_, _) => Task.CompletedTask;
        Assert.Equal(LoadState.Loaded, (await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Http, null, Token)).State);
        Assert.Equal(["1|a|1"], Rows());
        Assert.Equal((0, null), await AttemptsAsync());
    }

    [Fact]
    public async Task A_new_version_of_a_file_that_failed_for_good_is_tried()
    {
        var (_, sweeper) = await PrepareSweepAsync(Lake(), new LoaderOptions { Attempts = 1 });
        await UploadAsync("a.csv", "id,city\n1,a\n");
        hooked.OnRead = (_, _) => throw new IOException("The disk is gone.");
        await sweeper.SweepAsync(Token);
        hooked.OnRead = (_, _) => Task.CompletedTask;
        Assert.Equal((0, 1), await SweepAsync(sweeper));

        await UploadAsync("a.csv", "id,city\n1,b\n");
        await sweeper.SweepAsync(Token);

        Assert.Equal(["1|b|1"], Rows());
    }

    [Theory]
    [InlineData(DefinitionChangePolicy.Keep)]
    [InlineData(DefinitionChangePolicy.Reload)]
    public async Task A_file_that_failed_for_good_is_tried_again_after_a_change_of_the_definition(DefinitionChangePolicy onChange)
    {
        var twice = new LoaderOptions { Attempts = 2, RetryPause = LoaderOptions.LongestPause };
        var (before, after) = (Lake(), new LakeDefinition(
            "test", [Lake(onReject: RejectPolicy.SkipFile).Datasets[0] with { OnDefinitionChange = onChange }]));
        var (_, old) = await PrepareSweepAsync(before, twice);
        await UploadAsync("a.csv", "id,city\n1,a\n");
        hooked.OnRead = (_, _) => throw new IOException("The disk is gone.");
        await FailForGoodAsync(old);

        var (_, corrected) = await PrepareSweepAsync(after, twice);
        Assert.Equal((1, 0), await SweepAsync(corrected));
        Assert.Equal((1, (DateTimeOffset?)(Time.GetUtcNow() + LoaderOptions.LongestPause)), await AttemptsAsync());
        Assert.Equal((0, 1), await SweepAsync(corrected));

        // An instance that still has the old definition uses up no attempts of the new one.
        await FailForGoodAsync(old);
        await FailForGoodAsync(corrected);
        hooked.OnRead = (_, _) => Task.CompletedTask;
        Assert.Equal((0, 1), await SweepAsync(corrected));
        await old.SweepAsync(Token);

        Assert.Equal(["1|a|1"], Rows());

        async Task FailForGoodAsync(Sweeper sweeper)
        {
            Assert.Equal((1, 0), await SweepAsync(sweeper));
            Time.Advance(LoaderOptions.LongestPause);
            Assert.Equal((1, 0), await SweepAsync(sweeper));
            Assert.Equal((2, null), await AttemptsAsync());
            Time.Advance(TimeSpan.FromDays(365));
            Assert.Equal((0, 1), await SweepAsync(sweeper));
        }
    }

    [Fact]
    public async Task A_file_whose_load_is_cut_off_each_time_is_left_alone_after_as_many_attempts()
    {
        var (_, sweeper) = await PrepareSweepAsync(Lake(), ThreeAttempts);
        var version = await UploadAsync("a.csv", "id,city\n1,a\n");
        for (var attempt = 1; attempt <= 4; attempt++)
        {
            await Warehouse.StartLoadAsync(NewLoad(version), version, Token);
        }

        Assert.Equal((0, 1), await SweepAsync(sweeper));
    }

    [Fact]
    public async Task The_rows_of_files_that_are_gone_stay_unless_their_dataset_says_remove()
    {
        var (_, sweeper) = await PrepareSweepAsync(Lake());
        await LoadAndDeleteAsync(sweeper);
        Assert.Equal(0, (await sweeper.SweepAsync(Token)).Removed);
        Assert.Equal(["1|a|1", "2|b|1"], Rows());

        var (_, remover) = await PrepareSweepAsync(Lake(onDelete: DeletePolicy.Remove));
        Assert.Equal(1, (await remover.SweepAsync(Token)).Removed);
        Assert.Equal(["2|b|1"], Rows());
        var load = (await Warehouse.ReadLoadsAsync(new LedgerQuery { File = PathOf("a.csv") }, Token))[0];
        Assert.Equal((LoadKind.Remove, LoadState.Removed), (load.Kind, load.State));
        Assert.Equal(0, (await remover.SweepAsync(Token)).Removed);

        await UploadAsync("a.csv", "id,city\n1,again\n");
        Assert.Equal(1, (await remover.SweepAsync(Token)).Loaded);
        Assert.Equal(["1|again|1", "2|b|1"], Rows());
    }

    [Fact]
    public async Task The_newest_file_that_is_left_is_the_table_of_a_replace_dataset_at_once()
    {
        var (_, sweeper) = await PrepareSweepAsync(Lake(WriteMode.Replace, onDelete: DeletePolicy.Remove));
        var old = await UploadAsync("b.csv", "id,city\n1,old\n");
        await UploadLaterAsync("a.csv", "id,city\n2,new\n", old);
        await sweeper.SweepAsync(Token);
        Assert.Equal(["2|new|1"], Rows());

        await service.GetBlobContainerClient(Container).DeleteBlobAsync("a.csv", cancellationToken: Token);
        await sweeper.SweepAsync(Token);

        Assert.Equal(["1|old|1"], Rows());
    }

    /// <summary>The file that is gone last has left no rows. So it does not make room for an older file.</summary>
    [Fact]
    public async Task A_refused_file_that_is_gone_leaves_the_kept_table_as_it_is()
    {
        var (_, sweeper) = await PrepareSweepAsync(Lake(WriteMode.Replace));
        var old = await UploadAsync("a.csv", "id,city\n1,old\n");
        var kept = await UploadLaterAsync("b.csv", "id,city\n2,kept\n", old);
        await UploadLaterAsync("c.csv", "other\n3\n", kept);
        await sweeper.SweepAsync(Token);
        Assert.Equal(["2|kept|1"], Rows());

        var container = service.GetBlobContainerClient(Container);
        await container.DeleteBlobAsync("b.csv", cancellationToken: Token);
        await container.DeleteBlobAsync("c.csv", cancellationToken: Token);
        await sweeper.SweepAsync(Token);

        Assert.Equal(["2|kept|1"], Rows());
        Assert.Equal(LoadState.Removed, (await Warehouse.FindFileAsync(PathOf("c.csv"), Token))!.State);
        Assert.Equal(LoadState.Loaded, (await Warehouse.FindFileAsync(PathOf("b.csv"), Token))!.State);
    }

    [Fact]
    public async Task A_container_that_is_gone_takes_no_rows_with_it()
    {
        var (loader, sweeper) = await PrepareSweepAsync(Lake(onDelete: DeletePolicy.Remove));
        await LoadAsync(loader, "a.csv", "id,city\n1,a\n");
        await service.GetBlobContainerClient(Container).DeleteAsync(cancellationToken: Token);

        await Assert.ThrowsAnyAsync<Exception>(() => sweeper.SweepAsync(Token));

        Assert.Equal(["1|a|1"], Rows());
    }

    [Theory]
    [InlineData(WriteMode.Append)]
    [InlineData(WriteMode.Merge)]
    public async Task The_files_of_a_dataset_that_has_another_name_now_are_loaded_into_its_table(WriteMode mode)
    {
        var (_, sweeper) = await PrepareSweepAsync(Lake(mode));
        await UploadAsync("a.csv", "id,city\n1,a\n");
        await UploadAsync("b.csv", "nonsense\n");
        await sweeper.SweepAsync(Token);

        var renamed = Lake(mode).Datasets[0] with { Name = "towns" };
        var (_, again) = await PrepareSweepAsync(new LakeDefinition("test", [renamed]));
        var first = await again.SweepAsync(Token);
        Assert.Equal((0, 1, 1), (first.Unchanged, first.Loaded, first.Refused));
        Assert.Equal(2, (await again.SweepAsync(Token)).Unchanged);
        Assert.Equal(["1|a|1"], Rows("towns"));
        Assert.Equal(["1|a|1"], Rows());
    }

    private async Task<(Loader Loader, Sweeper Sweeper)> PrepareSweepAsync(LakeDefinition definition, LoaderOptions? options = null)
    {
        lake = definition;
        var loader = await PrepareAsync(lake, options, hooked);
        return (loader, new Sweeper(lake, hooked, Warehouse, loader, options ?? new LoaderOptions(), Time, NullLogger<Sweeper>.Instance));
    }

    private async Task LoadAndDeleteAsync(Sweeper sweeper)
    {
        await UploadAsync("a.csv", "id,city\n1,a\n");
        await UploadAsync("b.csv", "id,city\n2,b\n");
        await sweeper.SweepAsync(Token);
        await service.GetBlobContainerClient(Container).DeleteBlobAsync("a.csv", cancellationToken: Token);
    }

    private Load NewLoad(FileVersion version) => new()
    {
        Id = 0,
        File = version.Path,
        Dataset = "cities",
        Kind = null,
        State = LoadState.Running,
        Trigger = LoadTrigger.Sweep,
        ETag = version.ETag,
        Fingerprint = Lake().Datasets[0].Fingerprint,
        StartedAt = Time.GetUtcNow(),
    };

    private static async Task<(int Failed, int Waiting)> SweepAsync(Sweeper sweeper)
    {
        var result = await sweeper.SweepAsync(Token);
        return (result.Failed, result.Waiting);
    }

    private async Task<(int Attempts, DateTimeOffset? NextTry)> AttemptsAsync()
    {
        var file = await Warehouse.FindFileAsync(PathOf("a.csv"), Token);
        return (file!.Attempts, file.NextTry);
    }
}
