using System.Globalization;
using Microsoft.Playwright;

namespace Sluice.IntegrationTests.Analytics.Browser;

/// <content>The page of the pipeline.</content>
public sealed partial class DashboardTests
{
    [Fact]
    public async Task The_pipeline_shows_the_state_of_its_files()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync("#/pipeline");

        var files = await dashboard.RowsAsync("data/files");
        Assert.Equal(
            $"{files.Count(f => f.GetProperty("state").GetString() == "loaded")}",
            await tab.Page.Locator("[data-number=state-loaded]").TextContentAsync());
        Assert.Equal(
            files.Sum(f => f.GetProperty("rejected").GetInt64()).ToString("N0", CultureInfo.InvariantCulture),
            await tab.Page.Locator("[data-number=rejected]").TextContentAsync());
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task The_pipeline_shows_columns_that_differ_from_the_schema()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync("#/pipeline");

        var files = (await dashboard.RowsAsync("data/changes?$filter=column eq 'password'")).Count;
        Assert.Equal(
            ["users", "password", "new", "ignored", "text", $"{files}"],
            (await tab.Page.Locator("table:has-text('Columns that differ') tbody tr").First.Locator("td").AllTextContentsAsync()).Take(6));
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task The_pipeline_shows_the_operations_and_what_became_of_their_files()
    {
        using var http = new HttpClient();
        (await http.PostAsync(new Uri(dashboard.Api, "sweep"), content: null, TestContext.Current.CancellationToken))
            .EnsureSuccessStatusCode();
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync("#/pipeline");

        var newest = (await dashboard.RowsAsync("data/operations?$orderby=id desc"))[0];
        Assert.Equal(
            [$"{newest.GetProperty("id")}", "sweep", "succeeded", $"{newest.GetProperty("files_done")} of {newest.GetProperty("files")}"],
            (await tab.Page.Locator("table:has-text('Sweeps and loads') tbody tr").First.Locator("td").AllTextContentsAsync()).Take(4));
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task The_pipeline_shows_how_far_a_running_operation_is_how_fast_and_how_long_it_may_still_take()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.Page.RouteAsync("**/data/operations?*", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "application/json",
            Body = """
                { "@odata.count": "1", "value": [{
                  "id": "7", "kind": "sweep", "state": "running", "files": "1000", "files_done": "250", "length": "999999000",
                  "length_done": "249999750", "rows": "90000", "rejected": "10000", "bytes": "250000000", "seconds": 100,
                  "started_at": "2026-06-01T10:00:00Z", "planned_at": "2026-06-01T10:00:05Z", "error": null }] }
                """,
        }));
        await tab.GoAsync("#/pipeline");

        var row = tab.Page.Locator("tr:has(progress)");
        Assert.Equal(
            ["7", "sweep", "running", " 250 of 1,000", "90,000", "10,000", "1,000", "2.5", "5 min", "2026-06-01 10:00:00", ""],
            await row.Locator("td").AllTextContentsAsync());
        Assert.Equal(0.25, await row.Locator("progress").EvaluateAsync<double>("bar => bar.position"));
        await tab.AssertNoErrorsAsync();
    }
}
