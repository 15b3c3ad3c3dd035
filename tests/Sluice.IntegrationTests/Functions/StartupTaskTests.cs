using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sluice.Analytics.Model;
using Sluice.Analytics.Reports;
using Sluice.Functions.Hosting;
using Sluice.Hosting;
using Sluice.Hosting.Triggers;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Local;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Functions;

public sealed class StartupTaskTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_function_that_is_called_at_the_start_waits_until_lake_and_warehouse_are_ready()
    {
        await using var services = Services(("LakeStorage", azurite.ConnectionString));
        using var startup = new StartupTask(services);

        await new StartupMiddleware(startup, TimeProvider.System).Invoke(new BareFunctionContext("Data"), async _ =>
        {
            await services.GetRequiredService<ILakeStorage>()
                .CheckAsync([.. services.GetRequiredService<LakeDefinition>().Containers, "rejects"], Cancel);
            Assert.Empty(await services.GetRequiredService<IWarehouse>().ReadFilesAsync("ads", Cancel));
        });
    }

    [Fact]
    public async Task A_function_of_an_app_that_cannot_be_made_ready_is_not_carried_out()
    {
        using var startup = Impossible();

        await Assert.ThrowsAsync<LoggedException>(() => new StartupMiddleware(startup, TimeProvider.System).Invoke(
            new BareFunctionContext("Data"), _ => throw new InvalidOperationException("It is carried out.")));
    }

    [Fact]
    public async Task The_health_of_such_an_app_can_be_asked_for()
    {
        using var startup = Impossible();
        var isAsked = false;

        await new StartupMiddleware(startup, TimeProvider.System).Invoke(new BareFunctionContext("Health"), _ =>
        {
            isAsked = true;
            return Task.CompletedTask;
        });

        Assert.True(isAsked);
    }

    [Fact]
    public async Task What_keeps_the_app_from_its_work_is_told_when_it_has_ended()
    {
        using var startup = Impossible();
        await startup.StartAsync(Cancel);
        await Assert.ThrowsAsync<SluiceSettingsException>(() => startup.ExecuteTask!);

        Assert.IsType<SluiceSettingsException>(startup.Failure);
        await Assert.ThrowsAsync<SluiceSettingsException>(() => startup.RunAsync(new HostBuilder().Build()));
    }

    [Fact]
    public async Task An_app_that_stops_does_not_wait_until_it_is_ready()
    {
        await using var services = Services(("LakeStorage", AzuriteServer.ConnectionStringFor(1, 1)));
        using var startup = new StartupTask(services);
        await startup.StartAsync(Cancel);

        await startup.StopAsync(Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => startup.Ready);
        Assert.Null(startup.Failure);
    }

    [Fact]
    public void Of_reports_that_cannot_be_used_those_hear_who_ask_for_reports()
    {
        using var folder = new TemporaryFolder();
        var lake = folder.Write("datapackage.json", """
            {
              "name": "lake",
              "resources": [ { "name": "ads", "path": "data/ads/*.csv", "schema": { "fields": [ { "name": "id", "type": "integer" } ] } } ]
            }
            """);
        folder.Write("reports.json", """{ "reports": [{ "name": "none" }] }""");
        using var services = Services(("LakeDefinition", lake));

        Assert.NotNull(services.GetRequiredService<LakeDefinition>().Find("ads"));
        Assert.NotNull(services.GetRequiredService<AnalyticsModel>().Find("ads"));
        Assert.Throws<LakeDefinitionException>(services.GetRequiredService<ReportCatalog>);
        Assert.Throws<LakeDefinitionException>(() => new ServiceCollection().AddSluice(TestSettings.With(("LakeDefinition", lake))));
    }

    private static StartupTask Impossible() => new(Services(("Warehouse:Provider", "Paper")));

    private static ServiceProvider Services(params (string Name, string? Value)[] settings) =>
        new ServiceCollection().AddSluice(TestSettings.With(settings), RepositoryRoot.Path).BuildServiceProvider();
}
