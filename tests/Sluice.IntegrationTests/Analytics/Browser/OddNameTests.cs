namespace Sluice.IntegrationTests.Analytics.Browser;

/// <summary>Names that every JavaScript object has are ordinary names, and a missing value is shown as missing.</summary>
[Collection(OddLakeFixture.Name)]
public sealed class OddNameTests(OddLakeFixture dashboard)
{
    [Theory]
    [InlineData("#/constructor")]
    [InlineData("#/toString")]
    [InlineData("#/__proto__")]
    [InlineData("#/nowhere")]
    [InlineData("#/reports/none")]
    [InlineData("#/reports/constructor")]
    [InlineData("#/pipeline/x")]
    [InlineData("#/data/places/more")]
    [InlineData("#/data/%E0%A4%A")]
    public async Task A_page_that_is_not_there_is_said_not_to_be(string hash)
    {
        await using var tab = await OpenAsync(hash);

        Assert.Equal("Not found", await tab.Page.Locator("h1").TextContentAsync());
        Assert.Equal("This page does not exist.", await tab.Page.Locator("main .error").TextContentAsync());
        await tab.AssertNoErrorsAsync();
    }

    [Theory]
    [InlineData("none")]
    [InlineData("toString")]
    [InlineData("__proto__")]
    [InlineData("hasOwnProperty")]
    [InlineData("Container")]
    [InlineData("Default")]
    [InlineData("$metadata")]
    [InlineData("places%2F$count")]
    public async Task A_dataset_that_is_not_there_is_said_not_to_be(string name)
    {
        await using var tab = await OpenAsync($"#/data/{name}");

        Assert.Equal("This dataset does not exist.", await tab.Page.Locator("main .error").TextContentAsync());
        Assert.Equal(0, await tab.Page.Locator("main table").CountAsync());
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task A_dataset_and_its_columns_may_have_such_names()
    {
        await using var tab = await OpenAsync("#/data/constructor");

        Assert.Equal(
            ["constructor String", "toString Int64", "__proto__ String"],
            (await tab.Page.Locator("[data-column] h3").AllTextContentsAsync()).Take(3));
        await tab.GoAsync("#/data/constructor/rows");
        var rows = await tab.Page.Locator("#rows tbody tr").EvaluateAllAsync<string[]>(
            "rows => rows.map(r => [...r.cells].slice(1, 4).map(c => c.textContent).join('|'))");
        Assert.Equal(["a|1|b", "constructor|2|__proto__"], rows);
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task Values_of_such_names_are_drawn_each_for_itself()
    {
        await using var tab = await OpenAsync("#/reports");

        var names = OddLakeFixture.Places.Select(p => p.Name).Distinct().Order(StringComparer.Ordinal).ToList();
        var labels = await tab.Page.EvaluateAsync<string[]>("""
            () => {
              const labels = [];
              (function walk(item) {
                if (item.role === 'legend-label') {
                  labels.push(...item.items.map(label => label.text.replace('\u200B', '')));
                }
                item.items?.forEach(walk);
              })(document.querySelector('#report-places-by-name .chart').view.scenegraph().root);
              return labels;
            }
            """);
        Assert.Equal(names, labels.Order(StringComparer.Ordinal));
        Assert.Equal(0, await tab.Page.Locator(".card [role=alert]").CountAsync());
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task A_filter_of_such_a_name_narrows_only_the_reports_that_have_it()
    {
        await using var tab = await OpenAsync("#/reports?constructor=toString&__proto__=x");

        Assert.Equal(
            $"{OddLakeFixture.Places.Count(p => p.Name == "toString")}",
            await tab.Page.Locator("#report-places-by-id").GetAttributeAsync("data-rows"));
        Assert.Equal("Not filtered by __proto__", await tab.Page.Locator("#report-places-by-id .chip").TextContentAsync());
        Assert.Equal(
            $"{OddLakeFixture.Places.Select(p => p.Year).Distinct().Count()}",
            await tab.Page.Locator("#report-latitude-by-year").GetAttributeAsync("data-rows"));
        Assert.Equal("Not filtered by constructor, __proto__", await tab.Page.Locator("#report-latitude-by-year .chip").TextContentAsync());
        Assert.Equal("toString", await tab.Page.Locator("select[name=constructor]").InputValueAsync());
        await tab.AssertNoErrorsAsync();
    }

    private async Task<DashboardPage> OpenAsync(string hash)
    {
        var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync(hash);
        return tab;
    }
}
