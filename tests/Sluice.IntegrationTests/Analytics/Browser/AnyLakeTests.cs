using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Sluice.IntegrationTests.Analytics.Browser;

/// <summary>The dashboard of a lake that has no reports.</summary>
public sealed class AnyLakeTests(AnyLakeFixture dashboard) : IClassFixture<AnyLakeFixture>
{
    // Every dataset has its charts; some of them are looked at.
    private const int Step = 5;

    [Fact]
    public async Task Every_dataset_has_charts_of_its_own_that_are_drawn_when_they_are_near()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync();

        var sections = tab.Page.Locator("section.pair");
        var datasets = await DatasetsAsync();
        Assert.Equal(datasets.Count, await sections.CountAsync());
        Assert.True(await tab.Page.Locator("canvas").CountAsync() < datasets.Count);
        for (var i = 0; i < datasets.Count; i += Step)
        {
            await sections.Nth(i).ScrollIntoViewIfNeededAsync();
            await sections.Nth(i).Locator("canvas").First.WaitForAsync();
        }

        Assert.Equal(0, await tab.Page.Locator("[role=alert]:not(:empty)").CountAsync());
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task Datasets_have_a_profile_and_a_chart()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        foreach (var set in (string[])["birdstrikes", "zipcodes"])
        {
            await tab.GoAsync($"#/data/{set}");
            Assert.NotEqual(0, await tab.Page.Locator("[data-column]").CountAsync());
            await tab.GoAsync($"#/data/{set}/chart");
            Assert.Equal(0, await tab.Page.Locator("[role=alert]:not(:empty)").CountAsync());
        }

        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task A_chart_is_saved_as_a_report_and_taken_back()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync("#/data/birdstrikes/chart?by=Phase_of_flight&measure=count");
        await tab.Page.ClickAsync("button:text-is('Save as report')");
        var json = JsonElement.Parse((await tab.Page.Locator("#report-json").TextContentAsync())!);
        await tab.Page.ClickAsync("button:text-is('Add to reports.json')");
        await tab.Page.WaitForSelectorAsync("#row-body a[href='#/reports']");

        var file = Path.Combine(dashboard.Folder, "lake", "reports.json");
        var saved = JsonElement.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.True(JsonElement.DeepEquals(json, saved.GetProperty("reports")[0]));
        var name = json.GetProperty("name").GetString();
        Assert.Equal(
            (await dashboard.RowsAsync("data/birdstrikes?$apply=groupby((Phase_of_flight),aggregate($count as n))")).Count,
            (await dashboard.RowsAsync($"reports/{name}")).Count);

        await tab.Page.ClickAsync("button:text-is('Undo')");
        await tab.Page.WaitForSelectorAsync("text=Removed from reports.json.");
        Assert.False(File.Exists(file));
        Assert.Empty(await dashboard.RowsAsync("reports"));
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task A_row_that_is_added_while_the_page_is_open_is_counted_when_the_page_is_shown_again()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync();
        var before = await tab.Page.Locator("[data-count=lookup_people]").TextContentAsync();
        await File.AppendAllTextAsync(
            Path.Combine(dashboard.Folder, "lookup_people.csv"), "\nZoe,30,170\n", TestContext.Current.CancellationToken);
        var after = (int.Parse(before!, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
        await DashboardPage.WaitForAsync(async () => await dashboard.TextAsync("data/lookup_people/$count") == after);

        await tab.Page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");
        await Assertions.Expect(tab.Page.Locator("[data-count=lookup_people]")).ToHaveTextAsync(after);
        await tab.AssertNoErrorsAsync();
    }

    [Theory]
    [InlineData(2560, ColorScheme.Dark)]
    public async Task Every_page_fits_its_width(int width, ColorScheme theme)
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard, width, theme);
        foreach (var page in (string[])["reports", "data/birdstrikes", "data/birdstrikes/chart"])
        {
            await tab.GoAsync($"#/{page}");
            await tab.AssertFitsAsync($"any-{page}", width, theme, fullPage: false);
        }

        await tab.AssertNoErrorsAsync();
    }

    private async Task<List<string>> DatasetsAsync() =>
        [.. (await dashboard.RowsAsync("data")).Select(s => s.GetProperty("name").GetString()!)
            .Where(n => n is not ("files" or "loads" or "rejects" or "changes" or "operations" or "remains" or "reconciliation"
                or "audit"))];
}
