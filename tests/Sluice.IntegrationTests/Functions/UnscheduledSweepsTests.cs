using System.Text;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sluice.Functions.Hosting;
using Sluice.Functions.Triggers;
using Sluice.Hosting;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Loading;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Warehouse;
using DuckDbWarehouse = Sluice.DuckDb.DuckDbWarehouse;

namespace Sluice.IntegrationTests.Functions;

/// <summary>
/// The app over a lake of one dataset, <c>ads/*.csv</c> in a container of its own. No host sends it the events of uploads.
/// </summary>
public sealed class UnscheduledSweepsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string InAzure = "DefaultEndpointsProtocol=https;AccountName=lake;AccountKey=YQ==;EndpointSuffix=core.windows.net";

    private readonly string container = AzuriteFixture.NewContainer();
    private readonly FakeTimeProvider time = new();
    private readonly DuckDbWarehouse warehouse = DuckDbWarehouse.Open(":memory:");
    private UnscheduledSweeps? sweeps;
    private CountedWarehouse? swept;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private LakeDefinition Lake => TestLake.Of(("ads", container, "ads/*.csv"));

    public async ValueTask InitializeAsync()
    {
        await azurite.Lake.EnsureContainersAsync([container], Cancel);
        await warehouse.PrepareAsync(Lake, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await (sweeps?.StopAsync(CancellationToken.None) ?? Task.CompletedTask);
        sweeps?.Dispose();
        await warehouse.DisposeAsync();
    }

    [Fact]
    public async Task An_empty_warehouse_sweeps_at_the_start()
    {
        await UploadAsync("a.csv");

        await StartAsync(azurite.ConnectionString);

        Assert.Equal((LoadState.Loaded, LoadTrigger.Sweep), await LoadOfAsync("a.csv"));
    }

    [Fact]
    public async Task A_warehouse_that_knows_a_file_does_not()
    {
        await UploadAsync("a.csv");
        await NewLoader().LoadAsync($"{container}/ads/a.csv", LoadTrigger.Blob, null, Cancel);
        await UploadAsync("b.csv");

        await StartAsync(InAzure);

        // With a lake in Azure, the service ends: it has nothing else to do.
        await sweeps!.ExecuteTask!.WaitAsync(Cancel);
        Assert.Single(await LoadsAsync());
    }

    [Fact]
    public async Task On_an_emulator_uploads_that_the_host_has_missed_are_loaded_some_seconds_after_those_that_it_tells_of()
    {
        await StartWithAFileAsync();
        await UploadAsync("missed.csv");

        sweeps!.Notify();

        Assert.Equal((LoadState.Loaded, LoadTrigger.Sweep), await LoadOfAsync("missed.csv"));
    }

    [Fact]
    public async Task Uploads_that_follow_one_another_are_followed_by_one_sweep()
    {
        await StartWithAFileAsync();
        for (var i = 0; i < 5; i++)
        {
            sweeps!.Notify();
            time.Advance(UnscheduledSweeps.Pause - TimeSpan.FromSeconds(1));
        }

        await UploadAsync("last.csv");
        sweeps!.Notify();
        await LoadOfAsync("last.csv");

        Assert.Equal(2, Sweeps);
    }

    [Fact]
    public async Task Uploads_that_do_not_end_do_not_put_the_sweep_off_for_ever()
    {
        await StartWithAFileAsync();
        await UploadAsync("missed.csv");

        Assert.Equal((LoadState.Loaded, LoadTrigger.Sweep), await LoadOfAsync("missed.csv", meanwhile: sweeps!.Notify));
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_read_at_the_start_does_not_end_the_app()
    {
        await StartAsync(azurite.ConnectionString, onRead: _ => throw new WarehouseUnavailableException("The database is paused."));
        await UploadAsync("first.csv");

        Assert.Equal((LoadState.Loaded, LoadTrigger.Sweep), await LoadOfAsync("first.csv", meanwhile: sweeps!.Notify));
        Assert.False(sweeps.ExecuteTask!.IsFaulted);
    }

    [Fact]
    public async Task An_append_blob_whose_content_came_in_the_second_of_its_creation_is_loaded_then()
    {
        await StartWithAFileAsync();
        var blob = azurite.Service.GetBlobContainerClient(container).GetAppendBlobClient("ads/log.csv");
        await blob.CreateAsync(cancellationToken: Cancel);
        Assert.Equal(LoadState.Loaded, (await NewLoader().LoadAsync($"{container}/ads/log.csv", LoadTrigger.Blob, null, Cancel)).State);
        await blob.AppendBlockAsync(new MemoryStream(Encoding.UTF8.GetBytes("id\n1\n")), cancellationToken: Cancel);

        sweeps!.Notify();

        Assert.Equal((LoadState.Loaded, LoadTrigger.Sweep), await LoadOfAsync("log.csv"));
    }

    private int Sweeps => swept!.Calls.Count(c => c == nameof(IWarehouse.BeginPlanAsync));

    private async Task StartWithAFileAsync()
    {
        await UploadAsync("first.csv");
        await StartAsync(azurite.ConnectionString);
        await LoadOfAsync("first.csv");
    }

    private async Task StartAsync(string lakeStorage, Action<string>? onRead = null)
    {
        var settings = TestSettings.With(("LakeStorage", lakeStorage));
        var ready = new ServiceCollection()
            .AddSluice(TestSettings.With(("LakeStorage", azurite.ConnectionString)), RepositoryRoot.Path).BuildServiceProvider();
        (var counted, swept) = CountedWarehouse.Over(warehouse);
        (var asked, var questions) = CountedWarehouse.Over(warehouse);
        questions.OnCall = onRead ?? (_ => { });
        var services = new ServiceCollection()
            .AddSingleton(SluiceSettings.Read(settings))
            .AddSingleton<ILedgerReader>(asked)
            .AddSingleton(new Sweeper(
                Lake, azurite.Lake, counted, NewLoader(), new LoaderOptions(), TimeProvider.System,
                NullLogger<Sweeper>.Instance).Operations);
        sweeps = new UnscheduledSweeps(
            new StartupTask(ready), services.BuildServiceProvider(), time, NullLogger<UnscheduledSweeps>.Instance);
        await sweeps.StartAsync(Cancel);
    }

    private Loader NewLoader() =>
        new(Lake, azurite.Lake, warehouse, new LoaderOptions(), TimeProvider.System, NullLogger<Loader>.Instance);

    private Task<FileVersion> UploadAsync(string name) =>
        azurite.Lake.UploadAsync($"{container}/ads/{name}", new MemoryStream(Encoding.UTF8.GetBytes("id\n1\n")), null, Cancel);

    private Task<IReadOnlyList<Load>> LoadsAsync() => warehouse.ReadLoadsAsync(new LedgerQuery(), Cancel);

    private async Task<(LoadState State, LoadTrigger Trigger)> LoadOfAsync(string name, Action? meanwhile = null)
    {
        // Meanwhile, the app's clock goes on.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var load = (await LoadsAsync()).FirstOrDefault(l => l.File == $"{container}/ads/{name}");
            if (load is { State: not LoadState.Running, Trigger: LoadTrigger.Sweep })
            {
                return (load.State, load.Trigger);
            }

            meanwhile?.Invoke();
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, limit.Token);
        }
    }
}
