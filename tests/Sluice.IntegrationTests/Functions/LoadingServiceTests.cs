using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Functions.Hosting;
using Sluice.Hosting;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Loading;

namespace Sluice.IntegrationTests.Functions;

public sealed class LoadingServiceTests(AzuriteFixture azurite)
{
    private static readonly FileVersion Left = LoadDriver.Version("data/ads/a.csv");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_app_that_starts_ends_the_loads_that_others_have_left_and_one_that_stops_begins_no_more()
    {
        await using var foundation = new Foundation(TestSettings.With(("LakeStorage", azurite.ConnectionString)), RepositoryRoot.Path);
        await foundation.Warehouse.PrepareAsync(foundation.Lake, Cancel);
        await foundation.Warehouse.StartLoadAsync(LoadDriver.NewLoad(foundation.Lake.Find("ads"), Left), Left, Cancel);
        using var preparation = new Preparation(foundation);
        using var loader = new Loader(
            foundation.Lake, foundation.Storage, foundation.Warehouse, foundation.Settings.Loader, TimeProvider.System, NullLogger<Loader>.Instance);
        using var service = new LoadingService(preparation, With(loader), NullLogger<LoadingService>.Instance);

        await service.StartAsync(Cancel);
        await service.ExecuteTask!.WaitAsync(Cancel);
        var load = Assert.Single(await foundation.Warehouse.ReadLoadsAsync(new LedgerQuery(), Cancel));
        Assert.Equal(LoadState.Failed, load.State);

        await service.StopAsync(Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loader.LoadAsync(Left.Path, LoadTrigger.Blob, null, Cancel));
    }

    [Fact]
    public async Task Neither_keeps_an_app_from_ending_that_cannot_be_made_ready()
    {
        await using var foundation = new Foundation(TestSettings.With(("LakeStorage", AzuriteServer.ConnectionStringFor(1, 1))), RepositoryRoot.Path);
        using var preparation = new Preparation(foundation);
        using var loader = new Loader(
            foundation.Lake, foundation.Storage, foundation.Warehouse, foundation.Settings.Loader, TimeProvider.System, NullLogger<Loader>.Instance);
        using var service = new LoadingService(preparation, With(loader), NullLogger<LoadingService>.Instance);

        await service.StartAsync(Cancel);
        await preparation.StopAsync(Cancel);
        await service.StopAsync(Cancel);

        Assert.False(service.ExecuteTask!.IsFaulted);
    }

    private static ServiceProvider With(Loader loader) => new ServiceCollection().AddSingleton(loader).BuildServiceProvider();
}
