using Sluice.Functions.Hosting;
using Sluice.Hosting;
using Sluice.Hosting.Triggers;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Local;
using Sluice.Lake;

namespace Sluice.IntegrationTests.Functions;

public sealed class PreparationTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_function_that_is_called_at_the_start_waits_until_lake_and_warehouse_are_ready()
    {
        await using var foundation = new Foundation(TestSettings.With(("LakeStorage", azurite.ConnectionString)), RepositoryRoot.Path);
        using var preparation = new Preparation(foundation);

        await new PreparationMiddleware(preparation, TimeProvider.System).Invoke(new BareFunctionContext("Data"), async _ =>
        {
            await foundation.Storage.CheckAsync([.. foundation.Lake.Containers, "rejects"], Cancel);
            Assert.Empty(await foundation.Warehouse.ReadFilesAsync("ads", Cancel));
        });
    }

    [Fact]
    public async Task A_function_of_an_app_that_cannot_be_made_ready_is_not_carried_out()
    {
        using var preparation = Impossible();

        await Assert.ThrowsAsync<LoggedException>(() => new PreparationMiddleware(preparation, TimeProvider.System).Invoke(
            new BareFunctionContext("Data"), _ => throw new InvalidOperationException("It is carried out.")));
    }

    [Fact]
    public async Task The_health_of_such_an_app_can_be_asked_for()
    {
        using var preparation = Impossible();
        var isAsked = false;

        await new PreparationMiddleware(preparation, TimeProvider.System).Invoke(new BareFunctionContext("Health"), _ =>
        {
            isAsked = true;
            return Task.CompletedTask;
        });

        Assert.True(isAsked);
    }

    [Fact]
    public async Task What_keeps_the_app_from_its_work_is_told_when_it_has_ended()
    {
        using var preparation = Impossible();
        await preparation.StartAsync(Cancel);
        await Assert.ThrowsAsync<SluiceSettingsException>(() => preparation.ExecuteTask!);

        Assert.IsType<SluiceSettingsException>(preparation.Failure);
        await Assert.ThrowsAsync<SluiceSettingsException>(preparation.EndAsync);
    }

    [Fact]
    public async Task An_app_that_stops_does_not_wait_until_it_is_ready()
    {
        await using var foundation = new Foundation(TestSettings.With(("LakeStorage", AzuriteServer.ConnectionStringFor(1, 1))), RepositoryRoot.Path);
        using var preparation = new Preparation(foundation);
        await preparation.StartAsync(Cancel);

        await preparation.StopAsync(Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => preparation.Ready);
        Assert.Null(preparation.Failure);
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
        var foundation = new Foundation(TestSettings.With(("LakeDefinition", lake)), RepositoryRoot.Path);

        Assert.NotNull(foundation.Lake.Find("ads"));
        Assert.NotNull(foundation.Model.Find("ads"));
        Assert.Throws<LakeDefinitionException>(() => foundation.Reports);
        Assert.Throws<LakeDefinitionException>(foundation.Check);
    }

    private static Preparation Impossible() => new(new Foundation(TestSettings.With(("Warehouse:Provider", "Paper")), RepositoryRoot.Path));
}
