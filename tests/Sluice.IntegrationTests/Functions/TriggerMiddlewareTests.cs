using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Functions.Hosting;
using Sluice.Functions.Triggers;
using Sluice.Hosting;
using Sluice.Hosting.Triggers;
using Sluice.IntegrationTests.Azurite;
using Sluice.Ledger;

namespace Sluice.IntegrationTests.Functions;

public sealed class TriggerMiddlewareTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_makes_a_trigger_fail_before_the_function_is_called_is_recorded_with_its_reason_and_left_to_the_sweep()
    {
        await using var functions = await FunctionsFixture.StartAsync(azurite);
        await functions.UploadAsync("ads/a.csv", "id\n1\n");

        await Assert.ThrowsAsync<LoggedException>(() => InvokeAsync(functions, "ads/a.csv", () => throw Unbound()));

        var load = Assert.Single(await functions.Warehouse.ReadLoadsAsync(new LedgerQuery(), Cancel));
        Assert.Equal((LoadState.Failed, LoadTrigger.Blob, "ads"), (load.State, load.Trigger, load.Dataset));
        Assert.Equal(
            "The blob trigger failed before the load began; the sweep tries again. The blob is not an BlockBlobClient.", load.Error);
        Assert.NotNull(load.NextTry);
    }

    [Fact]
    public async Task Five_tries_of_the_host_are_recorded_once()
    {
        await using var functions = await FunctionsFixture.StartAsync(azurite);
        await functions.UploadAsync("ads/a.csv", "id\n1\n");

        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<LoggedException>(() => InvokeAsync(functions, "ads/a.csv", () => throw Unbound()));
        }

        await functions.Loader.GiveUpAsync($"{functions.Container}/ads/a.csv", null, Cancel);
        Assert.Single(await functions.Warehouse.ReadLoadsAsync(new LedgerQuery(), Cancel));
    }

    [Fact]
    public async Task Of_a_version_that_is_loaded_nothing_is_recorded()
    {
        await using var functions = await FunctionsFixture.StartAsync(azurite);
        var blob = await functions.UploadAsync("ads/a.csv", "id\n1\n");
        await functions.Ingest.RunAsync(blob, Cancel);

        await Assert.ThrowsAsync<LoggedException>(() => InvokeAsync(functions, "ads/a.csv", () => throw Unbound()));

        Assert.Equal(LoadState.Loaded, Assert.Single(await functions.Warehouse.ReadLoadsAsync(new LedgerQuery(), Cancel)).State);
    }

    [Fact]
    public async Task A_warehouse_that_cannot_record_it_does_not_hide_it()
    {
        await using var functions = await FunctionsFixture.StartAsync(azurite);
        await functions.UploadAsync("ads/a.csv", "id\n1\n");
        await functions.DeleteContainerAsync();
        await functions.Warehouse.DisposeAsync();

        await Assert.ThrowsAsync<LoggedException>(() => InvokeAsync(functions, "ads/a.csv", () => throw Unbound()));
    }

    private static InvalidOperationException Unbound() =>
        new("Exception binding parameter 'file'", new InvalidOperationException("The blob is not an BlockBlobClient."));

    private static async Task InvokeAsync(FunctionsFixture functions, string name, Func<Task> function)
    {
        var services = new ServiceCollection().AddSluice(TestSettings.With(), RepositoryRoot.Path).BuildServiceProvider();
        using var sweeps = new UnscheduledSweeps(
            new StartupTask(services), services, TimeProvider.System, NullLogger<UnscheduledSweeps>.Instance);
        var middleware = new TriggerMiddleware(
            new TriggerFailures(functions.Loader, NullLogger<TriggerFailures>.Instance), sweeps);
        await middleware.Invoke(BareFunctionContext.OfBlob("Ingest-ads", $"{functions.Container}/{name}"), _ => function());
    }
}
