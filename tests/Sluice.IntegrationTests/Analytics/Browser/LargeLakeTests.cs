namespace Sluice.IntegrationTests.Analytics.Browser;

/// <summary>The dashboard of a lake with more datasets and columns than a page shows.</summary>
public sealed class LargeLakeTests(LargeLakeFixture dashboard) : IClassFixture<LargeLakeFixture>
{
    [Fact]
    public async Task Many_datasets_are_listed_and_found()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync("#/data");

        Assert.Equal(LargeLakeFixture.Datasets, await tab.Page.Locator("a[href^='#/data/set']:is(h2 a)").CountAsync());
        await tab.Page.FillAsync("input[type=search]", "set19");
        Assert.Equal(11, await tab.Page.Locator("article:visible").CountAsync());
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task The_first_page_asks_only_for_what_is_near()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        var requests = 0;
        tab.Page.Request += (_, _) => Interlocked.Increment(ref requests);
        await tab.GoAsync();

        Assert.InRange(requests, 1, LargeLakeFixture.Datasets / 2);
    }

    [Fact]
    public async Task Many_columns_are_profiled_and_can_be_chosen()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync("#/data/set0");
        Assert.Equal(LargeLakeFixture.Columns + 2, await tab.Page.Locator("[data-column]").CountAsync());

        await tab.GoAsync("#/data/set0/rows");
        Assert.Equal($"Columns: 40 of {LargeLakeFixture.Columns + 2}", await tab.Page.Locator(".chooser summary").TextContentAsync());
        await tab.Page.ClickAsync(".chooser summary");
        await tab.Page.CheckAsync("input[value=c299]");
        await tab.Page.ClickAsync(".chooser button");
        await tab.Page.WaitForSelectorAsync("th:has-text('c299')");
        await tab.WaitAsync();
        Assert.Equal(50, await tab.Page.Locator("#rows tbody tr").CountAsync());
        await tab.AssertNoErrorsAsync();
    }
}
