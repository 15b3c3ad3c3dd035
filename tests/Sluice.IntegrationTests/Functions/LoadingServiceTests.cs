using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Functions.Hosting;
using Sluice.Hosting;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Functions;

public sealed class LoadingServiceTests(AzuriteFixture azurite)
{
    private static readonly FileVersion Left = LoadDriver.Version("data/ads/a.csv");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_app_that_starts_ends_the_loads_that_others_have_left_and_one_that_stops_begins_no_more()
    {
        await using var services = Services(azurite.ConnectionString);
        var (warehouse, lake) = (services.GetRequiredService<IWarehouse>(), services.GetRequiredService<LakeDefinition>());
        await warehouse.PrepareAsync(lake, Cancel);
        await warehouse.StartLoadAsync(LoadDriver.NewLoad(lake.Find("ads"), Left), Left, Cancel);
        using var startup = new StartupTask(services);
        var loader = services.GetRequiredService<Loader>();
        using var service = new LoadingService(startup, services, NullLogger<LoadingService>.Instance);

        await service.StartAsync(Cancel);
        await service.ExecuteTask!.WaitAsync(Cancel);
        var load = Assert.Single(await warehouse.ReadLoadsAsync(new LedgerQuery(), Cancel));
        Assert.Equal(LoadState.Failed, load.State);

        await service.StopAsync(Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loader.LoadAsync(Left.Path, LoadTrigger.Blob, null, Cancel));
    }

    [Fact]
    public async Task Neither_keeps_an_app_from_ending_that_cannot_be_made_ready()
    {
        await using var services = Services(AzuriteServer.ConnectionStringFor(1, 1));
        using var startup = new StartupTask(services);
        using var service = new LoadingService(startup, services, NullLogger<LoadingService>.Instance);

        await service.StartAsync(Cancel);
        await startup.StopAsync(Cancel);
        await service.StopAsync(Cancel);

        Assert.False(service.ExecuteTask!.IsFaulted);
    }

    private static ServiceProvider Services(string lakeStorage) => new ServiceCollection()
        .AddSluice(TestSettings.With(("LakeStorage", lakeStorage)), RepositoryRoot.Path).BuildServiceProvider();
}
