using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Sluice.IntegrationTests.Analytics.Browser;

/// <summary>People look around in the sample lake: rows, profiles, charts, rejects.</summary>
public sealed class ExploreTests(DashboardFixture dashboard) : IClassFixture<DashboardFixture>
{
    // Clicks the longest bar of a chart.
    private const string LongestBar = """
        place => {
          const view = place.view;
          const bars = [];
          (function walk(item, x, y) {
            if (item.marktype === 'rect' && item.role === 'mark') {
              bars.push(...item.items.map(bar => ({ x: x + bar.x, y: y + bar.y, width: bar.width, height: bar.height })));
            }
            (item.items ?? []).forEach(child => walk(child, x + (item.x ?? 0), y + (item.y ?? 0)));
          })(view.scenegraph().root, 0, 0);
          bars.sort((a, b) => b.width * b.height - a.width * a.height);
          const [left, top] = view.origin();
          return [left + bars[0].x + bars[0].width / 2, top + bars[0].y + bars[0].height / 2];
        }
        """;

    [Fact]
    public async Task Rows_are_filtered_searched_sorted_and_chosen_by_the_URL_and_the_request_is_shown()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync("#/data/ads/rows");

        await FilterAsync(tab, "price", "ge", "1000");
        await FilterAsync(tab, "category", "eq", "cars");
        await tab.Page.FillAsync("input[name=search]", "TOYOTA");
        await tab.Page.ClickAsync("button:text-is('Search')");
        await WaitForRequestAsync(tab, "tolower");
        await tab.Page.ClickAsync("th button:text-is('price')");
        await WaitForRequestAsync(tab, "$orderby=price");

        // The keyboard stays on the column, so that the same key sorts the other way round.
        await Assertions.Expect(tab.Page.Locator("th button:has-text('price')")).ToBeFocusedAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await WaitForRequestAsync(tab, "$orderby=price desc");
        await tab.Page.ClickAsync(".chooser summary");
        await tab.Page.UncheckAsync("input[value=owner_id]");
        await tab.Page.ClickAsync(".chooser button");
        await WaitForRequestAsync(tab, "$select=");
        await tab.WaitAsync();

        var expected = await dashboard.RowsAsync(
            "data/ads?$filter=price ge 1000 and category eq 'cars' and contains(tolower(title),'toyota')&$orderby=price desc");
        Assert.NotEmpty(expected);
        Assert.Equal(
            expected.Select(r => r.GetProperty("id").GetRawText()),
            await tab.Page.Locator("#rows tbody tr td:nth-child(2)").AllTextContentsAsync());
        Assert.Equal(0, await tab.Page.Locator("th:has-text('owner_id')").CountAsync());
        Assert.Equal("descending", await tab.Page.Locator("th:has-text('price')").GetAttributeAsync("aria-sort"));

        // The request that is shown gives these rows, and so does the link in another tab.
        var request = (await tab.Page.Locator("#request").TextContentAsync())![("GET " + dashboard.Api).Length..];
        Assert.Equal(expected.Count, (await dashboard.RowsAsync(request)).Count);
        await using var other = await DashboardPage.OpenAsync(dashboard);
        await other.GoAsync(new Uri(tab.Page.Url).Fragment);
        Assert.Equal(
            await tab.Page.Locator("#rows tbody").TextContentAsync(), await other.Page.Locator("#rows tbody").TextContentAsync());
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task A_value_that_is_not_of_the_column_is_refused_before_it_is_asked_for()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync("#/data/ads/rows");

        await FilterAsync(tab, "price", "ge", "cheap");
        Assert.Equal("The value of price must be a number.", await tab.Page.Locator(".conditions .error").TextContentAsync());

        await tab.GoAsync("#/data/ads/rows?where=" + Uri.EscapeDataString("""[["nowhere","eq","1"]]"""));
        Assert.Equal("There is no column nowhere.", await tab.Page.Locator("main > div [role=alert]").Last.TextContentAsync());
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task A_row_leads_to_its_file_and_to_related_rows_both_ways()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        var ad = (await dashboard.RowsAsync("data/ads?$top=1&$expand=owner"))[0];
        await tab.GoAsync("#/data/ads/rows");

        await tab.Page.Locator("#rows tbody button").First.ClickAsync();
        await tab.Page.WaitForSelectorAsync("#row-body a:has-text('data/ads/')");
        Assert.Contains(
            ad.GetProperty("title").GetString()!, await tab.Page.Locator("#row-body").TextContentAsync(), StringComparison.Ordinal);

        await tab.Page.ClickAsync("#row-body button:has-text('owner')");
        var owner = ad.GetProperty("owner").GetProperty("id").GetRawText();
        await Assertions.Expect(tab.Page.Locator("#row-title")).ToHaveTextAsync($"Users: {owner}");
        await tab.Page.ClickAsync("#row-body a:has-text('ads: rows of ads')");
        await tab.Page.WaitForSelectorAsync($"code:has-text('users({owner})/ads')");
        await tab.WaitAsync();
        Assert.EndsWith(
            $" {await dashboard.TextAsync($"data/users({owner})/ads/$count")}", await tab.Page.Locator("#rows caption").TextContentAsync(),
            StringComparison.Ordinal);

        await tab.Page.Locator("#rows tbody a").First.ClickAsync();
        await tab.Page.WaitForSelectorAsync("h1:has-text('Files')");
        await tab.WaitAsync();
        Assert.Equal(1, await tab.Page.Locator("#rows tbody tr").CountAsync());
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task A_chart_is_built_followed_to_its_rows_and_shared()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync("#/data/ads/chart");
        await tab.Page.SelectOptionAsync("select[name=by]", "city");
        await tab.Page.WaitForSelectorAsync("h2:text-is('Rows of Ads by city')");
        await tab.WaitAsync();
        await tab.Page.ClickAsync("article summary");
        await tab.Page.WaitForSelectorAsync("article tbody tr");
        Assert.Contains("(empty)", await tab.Page.Locator("article tbody td:first-child").AllTextContentsAsync());
        await tab.Page.SelectOptionAsync("select[name=measure]", "sum");
        await tab.Page.WaitForURLAsync("**measure=sum*");
        await tab.WaitAsync();
        await tab.Page.SelectOptionAsync("select[name=of]", "price");
        await tab.Page.WaitForSelectorAsync("h2:text-is('Sum of price by city')");
        await tab.WaitAsync();

        // The groups are the greatest, and the others in one: they add up to the sum of all rows.
        await tab.Page.ClickAsync("article summary");
        await tab.Page.WaitForSelectorAsync("article tbody tr");
        var sums = await tab.Page.Locator("article tbody td.number").AllTextContentsAsync();
        var all = (await dashboard.RowsAsync("data/ads?$apply=aggregate(price with sum as price)"))[0].GetProperty("price").GetDecimal();
        Assert.Equal(all, sums.Sum(s => decimal.Parse(s, CultureInfo.InvariantCulture)));
        Assert.Equal("(others)", await tab.Page.Locator("article tbody tr:last-child td").First.TextContentAsync());
        var share = tab.Page.Url;
        var point = await tab.Page.Locator("article .chart").EvaluateAsync<float[]>(LongestBar);
        await tab.Page.Locator("article canvas").ClickAsync(new() { Position = new Position { X = point[0], Y = point[1] } });
        await tab.Page.WaitForURLAsync("**/data/ads/rows?where=*");
        await tab.WaitAsync();
        var city = await tab.Page.Locator("#rows tbody td:nth-child(7)").AllTextContentsAsync();
        Assert.Single(city.Distinct());

        await using var other = await DashboardPage.OpenAsync(dashboard);
        await other.GoAsync(new Uri(share).Fragment);
        Assert.Equal("Sum of price by city", await other.Page.Locator("article h2").TextContentAsync());
        Assert.Equal(1, await other.Page.Locator("article canvas").CountAsync());
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task Periods_have_their_rows_and_the_period_before_is_compared()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync("#/data/ads/chart?by=created_at&step=quarter&measure=median&of=price&color=category&mark=line"
            + "&range=2023-01-01..2023-12-31");
        await tab.Page.ClickAsync("article summary");

        var expected = await dashboard.RowsAsync(
            "data/ads?$apply=filter(year(created_at) eq 2023)/aggregate(price with Sluice.median as price)");
        var before = await dashboard.RowsAsync(
            "data/ads?$apply=filter(year(created_at) eq 2022)/aggregate(price with Sluice.median as price)");
        Assert.Equal(
            expected[0].GetProperty("price").GetDecimal(),
            decimal.Parse(
                (await tab.Page.Locator(".total strong").TextContentAsync())!, NumberStyles.Number, CultureInfo.InvariantCulture));
        Assert.Contains(
            $"the period before ({before[0].GetProperty("price").GetDecimal():0.######})",
            (await tab.Page.Locator(".total").TextContentAsync())!.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(
            ["2023-01-01", "2023-04-01", "2023-07-01", "2023-10-01"],
            (await tab.Page.Locator("article tbody td:first-child").AllTextContentsAsync()).Distinct().Order(StringComparer.Ordinal));
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task A_chart_is_saved_as_a_picture()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync("#/data/ads/chart?by=category");

        foreach (var (format, start) in new[] { ("PNG", "\u0089PNG"), ("SVG", "<svg") })
        {
            var download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Page.ClickAsync($"button:text-is('{format}')"));
            var content = await File.ReadAllBytesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
            Assert.StartsWith(start, System.Text.Encoding.Latin1.GetString(content), StringComparison.Ordinal);
            Assert.EndsWith($".{format.ToLowerInvariant()}", download.SuggestedFilename, StringComparison.Ordinal);
        }

        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task Every_dataset_has_a_profile_with_its_columns_and_rejects()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        foreach (var set in (await dashboard.RowsAsync("data")).Select(s => s.GetProperty("name").GetString()!))
        {
            await tab.GoAsync($"#/data/{set}");
            var profile = JsonElement.Parse(await dashboard.TextAsync($"data/{set}/profile"));
            Assert.Equal(
                profile.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString()),
                await tab.Page.Locator("[data-column]").EvaluateAllAsync<string[]>("cards => cards.map(c => c.dataset.column)"));
            Assert.Equal(0, await tab.Page.Locator("[role=alert]:not(:empty)").CountAsync());
        }

        // A bar of a histogram leads to as many rows as it says.
        await tab.GoAsync("#/data/ads");
        var bar = tab.Page.Locator("[data-column=price] .histogram a").First;
        var rows = (await bar.GetAttributeAsync("aria-label"))!.Split(": ")[1].Split(' ')[0];
        await bar.ClickAsync();
        await tab.Page.WaitForURLAsync("**/rows?where=*");
        await tab.WaitAsync();
        Assert.EndsWith($" {rows}", await tab.Page.Locator("#rows caption").TextContentAsync(), StringComparison.Ordinal);
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task A_rejected_row_is_saved_corrected_uploaded_and_loaded()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync("#/rejects?dataset=referrals");
        var reject = (await dashboard.RowsAsync("data/rejects?$filter=dataset eq 'referrals'&$top=1"))[0];
        var before = long.Parse(await dashboard.TextAsync("data/referrals/$count"), CultureInfo.InvariantCulture);

        // The field at fault is marked in the row.
        await tab.Page.Locator("#reject-list tbody button").First.ClickAsync();
        Assert.Equal(reject.GetProperty("raw_text").GetString(), await tab.Page.Locator("#raw-row").TextContentAsync());
        await tab.Page.Keyboard.PressAsync("Escape");

        var download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Page.Locator("button:text-is('Save rows')").First.ClickAsync());
        var lines = await File.ReadAllLinesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.EndsWith("_errors\"", lines[0], StringComparison.Ordinal);
        var corrected = System.IO.Path.Combine(
            System.IO.Path.GetTempPath(), $"corrected-{Guid.NewGuid():n}.csv");
        var key = 900_000_000 + Environment.ProcessId;
        var values = lines[0].Split(',').Select(c => c switch
        {
            "referrer_user_id" or "referree_user_id" => "1",
            "\"_errors\"" => "",
            var name when name.EndsWith("_at", StringComparison.Ordinal) => "2024-05-01T10:00:00Z",
            _ => key.ToString(CultureInfo.InvariantCulture),
        });
        await File.WriteAllLinesAsync(corrected, [lines[0], string.Join(',', values)], TestContext.Current.CancellationToken);
        try
        {
            await tab.Page.Locator("input[type=file]").First.SetInputFilesAsync(corrected);
            await tab.Page.WaitForSelectorAsync("text=/: loaded, 1 rows, 0 rejected/");
        }
        finally
        {
            File.Delete(corrected);
        }

        await DashboardPage.WaitForAsync(async () =>
            long.Parse(await dashboard.TextAsync("data/referrals/$count"), CultureInfo.InvariantCulture) == before + 1);
        await tab.AssertNoErrorsAsync();
    }

    private static Task WaitForRequestAsync(DashboardPage tab, string part) =>
        Assertions.Expect(tab.Page.Locator("#request")).ToContainTextAsync(part);

    private static async Task FilterAsync(DashboardPage tab, string column, string operation, string value)
    {
        var filters = await tab.Page.Locator(".chips li").CountAsync();
        await tab.Page.SelectOptionAsync("select[name=column]", column);
        await tab.Page.SelectOptionAsync("select[name=operator]", operation);
        await tab.Page.FillAsync("[name=value]", value);
        await tab.Page.ClickAsync("form button:text-is('Add filter')");
        await tab.Page.WaitForFunctionAsync(
            "before => document.querySelectorAll('.chips li').length > before || document.querySelector('.conditions .error')?.textContent",
            filters);
    }
}
