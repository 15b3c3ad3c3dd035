using System.Globalization;
using System.Text;
using Microsoft.Playwright;

namespace Sluice.IntegrationTests.Analytics.Browser;

/// <summary>The dashboard shows everything, or says how much of it.</summary>
[Collection(OddLakeFixture.Name)]
public sealed class ManyRowsTests(OddLakeFixture dashboard)
{
    private const string Points = """
        report => {
          let points = 0;
          (function walk(item) {
            points += item.role === 'mark' && item.marktype === 'symbol' ? item.items.length : 0;
            item.items?.forEach(walk);
          })(document.querySelector(`#report-${report} .chart`).view.scenegraph().root);
          return points;
        }
        """;

    [Fact]
    public async Task A_report_of_more_groups_than_a_page_is_drawn_whole()
    {
        await using var tab = await OpenAsync("#/reports");
        var card = tab.Page.Locator("#report-some-numbers");

        Assert.Equal("1200", await card.GetAttributeAsync("data-rows"));
        Assert.Equal(1_200, await tab.Page.EvaluateAsync<int>(Points, "some-numbers"));
        Assert.Equal(0, await card.Locator(".note").CountAsync());

        await card.Locator("summary").ClickAsync();
        await card.Locator("tbody tr").First.WaitForAsync();
        Assert.Equal(1_000, await card.Locator("tbody tr").CountAsync());
        Assert.Equal("Only the first 1,000 of 1,200 rows are listed. The CSV has all of them.",
            await card.Locator("details .note").TextContentAsync());
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task A_report_of_more_groups_than_a_browser_draws_says_how_many_are_drawn()
    {
        await using var tab = await OpenAsync("#/reports");
        var card = tab.Page.Locator("#report-all-numbers");

        Assert.Equal(
            "Only the first 5,000 of 5,001 rows are drawn. The CSV has all of them.", await card.Locator(".note").TextContentAsync());
        Assert.Equal(5_000, await tab.Page.EvaluateAsync<int>(Points, "all-numbers"));
        var download = await tab.Page.RunAndWaitForDownloadAsync(
            () => card.Locator("button", new LocatorLocatorOptions { HasTextString = "CSV" }).First.ClickAsync());
        Assert.Equal(OddLakeFixture.Numbers,
            (await File.ReadAllLinesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken)).Length - 1);
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task A_filter_of_more_values_than_a_list_has_is_typed()
    {
        await using var tab = await OpenAsync("#/reports");

        await tab.Page.FillAsync("input[name=word]", $"word {OddLakeFixture.WordCount}");
        Assert.True(await tab.Page.Locator("datalist option").CountAsync() >= OddLakeFixture.PageSize);
        await tab.Page.ClickAsync("form.filters button");
        await tab.Page.WaitForURLAsync("**/dashboard#/reports?word=*");
        await tab.WaitAsync();

        await tab.Page.ClickAsync("#report-words summary");
        Assert.Equal("1", await tab.Page.Locator("#report-words tbody td").TextContentAsync());
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task Rejects_go_on_to_the_last_of_them()
    {
        await using var tab = await OpenAsync("#/rejects");

        Assert.Equal("Errors in rejected rows: 1 to 100 of 505", await tab.Page.Locator("#reject-list caption").TextContentAsync());
        for (var first = 101; first <= 501; first += 100)
        {
            await tab.Page.ClickAsync("text=Next rows");
            await Assertions.Expect(tab.Page.Locator("#reject-list caption"))
                .ToHaveTextAsync($"Errors in rejected rows: {first} to {Math.Min(first + 99, 505)} of 505");
        }

        Assert.Equal(5, await tab.Page.Locator("#reject-list tbody tr").CountAsync());
        Assert.Equal(0, await tab.Page.Locator("text=Next rows").CountAsync());
    }

    [Fact]
    public async Task Rows_of_a_dataset_go_on_to_the_next()
    {
        await using var tab = await OpenAsync("#/data/numbers/rows");

        var count = long.Parse(await dashboard.TextAsync("data/numbers/$count"), CultureInfo.InvariantCulture)
            .ToString("N0", CultureInfo.InvariantCulture);
        Assert.Equal($"Rows of numbers: 1 to 100 of {count}", await tab.Page.Locator("#rows caption").TextContentAsync());
        await tab.Page.ClickAsync("text=Next rows");
        await Assertions.Expect(tab.Page.Locator("#rows caption")).ToHaveTextAsync($"Rows of numbers: 101 to 200 of {count}");
        await tab.Page.ClickAsync("text=Previous rows");
        await Assertions.Expect(tab.Page.Locator("#rows caption")).ToHaveTextAsync($"Rows of numbers: 1 to 100 of {count}");
    }

    [Fact]
    public async Task The_page_of_rows_is_in_the_address_and_the_browser_goes_back_to_the_one_before()
    {
        await using var tab = await OpenAsync("#/data/numbers/rows?sort=n");
        await tab.Page.ClickAsync("text=Next rows");
        await Assertions.Expect(tab.Page.Locator("#rows caption")).ToContainTextAsync("101 to 200");
        await tab.Page.ClickAsync("text=Next rows");
        await Assertions.Expect(tab.Page.Locator("#rows caption")).ToContainTextAsync("201 to 300");
        var rows = await tab.Page.Locator("#rows tbody").TextContentAsync();

        await using var other = await OpenAsync(new Uri(tab.Page.Url).Fragment);
        Assert.Contains("201 to 300", await other.Page.Locator("#rows caption").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(rows, await other.Page.Locator("#rows tbody").TextContentAsync());
        await other.Page.ClickAsync("text=Previous rows");
        await Assertions.Expect(other.Page.Locator("#rows caption")).ToContainTextAsync("101 to 200");

        await tab.Page.GoBackAsync();
        await Assertions.Expect(tab.Page.Locator("#rows caption")).ToContainTextAsync("101 to 200");

        // Another order starts at the first row.
        await tab.Page.ClickAsync("th button:has-text('n ↑')");
        await Assertions.Expect(tab.Page.Locator("#rows caption")).ToContainTextAsync("1 to 100 of");
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task The_pipeline_says_how_many_of_the_files_and_loads_it_lists()
    {
        await using var tab = await OpenAsync("#/pipeline");

        var loads = await dashboard.TextAsync("data/loads/$count");
        Assert.Equal(
            [
                "Sweeps and loads of many files, newest first",
                "Files by day and dataset, newest first",
                $"Files, newest change first: 50 of {OddLakeFixture.Files}",
                $"Loads, newest first: 50 of {loads}",
            ],
            await tab.Page.Locator("main caption").AllTextContentsAsync());
    }

    [Fact]
    public async Task The_csv_of_a_report_is_as_the_api_has_it_and_for_spreadsheets_without_formulas()
    {
        await using var tab = await OpenAsync("#/reports");

        var plain = await DownloadAsync("CSV");
        Assert.Equal(await dashboard.TextAsync("reports/places-by-name?$format=csv"), Encoding.UTF8.GetString(plain));
        Assert.Contains("\n=1+1,5\r\n", Encoding.UTF8.GetString(plain), StringComparison.Ordinal);

        var sheet = await DownloadAsync("CSV for spreadsheets");
        Assert.Equal([0xEF, 0xBB, 0xBF], sheet[..3]);
        Assert.Contains("\n\"'=1+1\",5\r\n", Encoding.UTF8.GetString(sheet), StringComparison.Ordinal);
        Assert.Contains("\nÅngström,4\r\n", Encoding.UTF8.GetString(sheet), StringComparison.Ordinal);

        async Task<byte[]> DownloadAsync(string button)
        {
            var download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Page.Locator("#report-places-by-name")
                .GetByText(button, new LocatorGetByTextOptions { Exact = true }).ClickAsync());
            Assert.Equal("places-by-name.csv", download.SuggestedFilename);
            return await File.ReadAllBytesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task The_csv_of_rejects_has_their_texts_as_they_are()
    {
        Assert.Contains(",=1+7\r\n", await dashboard.TextAsync("data/rejects?$format=csv&$select=row,raw_text"), StringComparison.Ordinal);
        Assert.Contains(
            ",\"'=1+7\"\r\n", await dashboard.TextAsync("data/rejects?$format=text/csv;escapeFormulas=true&$select=row,raw_text"),
            StringComparison.Ordinal);
    }

    private async Task<DashboardPage> OpenAsync(string hash)
    {
        var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync(hash);
        return tab;
    }
}
