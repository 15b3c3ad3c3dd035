using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Sluice.IntegrationTests.Analytics.Browser;

public sealed partial class DashboardTests(DashboardFixture dashboard) : IClassFixture<DashboardFixture>
{
    private const string Bars = """
        name => {
          const view = document.querySelector(`#report-${name} .chart`).view;
          const bars = [];
          (function walk(item) {
            if (item.marktype === 'rect' && item.role === 'mark') {
              bars.push(...item.items.map(bar => ({ width: bar.width, height: bar.height, ...bar.datum })));
            }
            (item.items ?? []).forEach(walk);
          })(view.scenegraph().root);
          return JSON.stringify(bars);
        }
        """;

    private const string DrawnLabels = "mark.items.filter(label => label.text !== '' && label.opacity !== 0)";

    // Pairs of labels of one axis that overlap. The bounds of a label are relative to its axis.
    private const string Overlaps = $$"""
        name => {
          const found = [];
          const view = document.querySelector(`#report-${name} .chart`).view;
          (function walk(mark) {
            if (mark.role === 'axis-label') {
              const labels = {{DrawnLabels}}.map(label => ({ text: label.text, ...label.bounds }));
              labels.forEach((a, i) => found.push(...labels.slice(i + 1)
                .filter(b => a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2).map(b => `${a.text} and ${b.text}`)));
            }
            (mark.items ?? []).forEach(walk);
          })(view?.scenegraph().root ?? {});
          return found;
        }
        """;

    [Fact]
    public async Task Every_report_is_drawn_and_every_number_is_that_of_the_api()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync();

        var sets = await dashboard.RowsAsync("data");
        foreach (var set in sets.Select(s => s.GetProperty("name").GetString()))
        {
            var count = long.Parse(await dashboard.TextAsync($"data/{set}/$count"), CultureInfo.InvariantCulture);
            Assert.Equal(
                count.ToString("N0", CultureInfo.InvariantCulture), await tab.Page.Locator($"[data-count={set}]").TextContentAsync());
        }

        var reports = await dashboard.RowsAsync("reports");
        Assert.True(reports.Count >= 12);
        foreach (var name in reports.Select(r => r.GetProperty("name").GetString()))
        {
            var rows = await dashboard.RowsAsync($"reports/{name}");
            Assert.Equal($"{rows.Count}", await tab.Page.Locator($"#report-{name}").GetAttributeAsync("data-rows"));

            // Without rows, the page says so and draws nothing.
            Assert.Equal(Math.Min(rows.Count, 1), await tab.Page.Locator($"#report-{name} canvas").CountAsync());
        }

        await tab.AssertNoErrorsAsync();
    }

    [Theory]
    [InlineData("users-by-city", "city", "users")]
    [InlineData("sell-through-by-category", "category", "sell_through")]
    [InlineData("top-sellers", "ad_owner_id", "sold_value")]
    public async Task Bars_are_as_long_as_the_numbers_of_the_api_say(string report, string key, string value)
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync();

        var rows = await dashboard.RowsAsync($"reports/{report}");
        var bars = JsonElement.Parse(await tab.Page.EvaluateAsync<string>(Bars, report)).EnumerateArray().ToList();

        Assert.Equal(rows.Count, bars.Count);
        var scale = bars.Max(b => b.GetProperty("width").GetDouble()) / rows.Max(r => r.GetProperty(value).GetDouble());
        foreach (var row in rows)
        {
            // Also a bar of rows without a value has a label.
            var name = row.GetProperty(key) is { ValueKind: not JsonValueKind.Null } named ? named.ToString() : "(empty)";
            var bar = Assert.Single(bars, b => b.GetProperty(key).ToString() == name);
            Assert.Equal(row.GetProperty(value).GetDouble(), bar.GetProperty(value).GetDouble());
            Assert.Equal(row.GetProperty(value).GetDouble() * scale, bar.GetProperty("width").GetDouble(), 0.01);
        }
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task No_two_labels_of_an_axis_are_drawn_over_each_other(int width)
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard, width);

        // In a larger demo, more buyers buy more often. Each number of purchases is a value on the axis.
        var many = string.Join(',', Enumerable.Range(1, 150).Select(i => $$"""{"purchases":"{{i}}","buyers":"{{i}}"}"""));
        await tab.Page.RouteAsync("**/api/reports/repeat-buyers*", r => r.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "application/json",
            Body = $$"""{"value":[{{many}}]}""",
        }));
        await tab.GoAsync();

        List<string> overlaps = [];
        foreach (var report in await dashboard.RowsAsync("reports"))
        {
            var name = report.GetProperty("name").GetString()!;
            overlaps.AddRange((await tab.Page.EvaluateAsync<string[]>(Overlaps, name)).Select(o => $"{name}: {o}"));
        }

        Assert.Empty(overlaps);
        Assert.Equal("150", await tab.Page.Locator("#report-repeat-buyers").GetAttributeAsync("data-rows"));
    }

    [Fact]
    public async Task Filters_go_into_the_queries_and_into_the_address()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync();

        await tab.Page.SelectOptionAsync("select[name=category]", "cars");
        await tab.Page.FillAsync("input[name=from]", "2023-01-01");
        await tab.Page.ClickAsync("form.filters button");
        await tab.Page.WaitForURLAsync("**/dashboard#/reports?*");
        await tab.WaitAsync();

        Assert.Contains("category=cars", tab.Page.Url, StringComparison.Ordinal);
        foreach (var report in (string[])["sold-value-by-month", "days-to-sale", "price-by-category"])
        {
            var rows = await dashboard.RowsAsync($"reports/{report}?category=cars&from=2023-01-01");
            Assert.NotEqual((await dashboard.RowsAsync($"reports/{report}")).Count, rows.Count);
            await Assertions.Expect(tab.Page.Locator($"#report-{report}")).ToHaveAttributeAsync("data-rows", $"{rows.Count}");
        }

        Assert.Equal("Not filtered by category", await tab.Page.Locator("#report-users-by-city .chip").TextContentAsync());
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task A_filter_that_nothing_matches_leaves_a_sentence_and_no_chart()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync("#/reports?from=1990-01-01&to=1990-01-02");

        Assert.Contains("no row matches", await tab.Page.Locator("#report-top-sellers").TextContentAsync(), StringComparison.Ordinal);
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task A_reject_is_followed_from_its_file_to_its_row()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync("#/pipeline");

        await tab.Page.ClickAsync("a[href*='rejects?file=data%2Fads%2F']");
        await tab.Page.WaitForSelectorAsync("h1:has-text('Rejects')");
        await tab.WaitAsync();
        var rejects = await dashboard.RowsAsync("data/rejects?$filter=file eq 'data/ads/Ads.csv'&$orderby=load desc");
        Assert.Equal(rejects.Count, await tab.Page.Locator("#reject-list tbody tr").CountAsync());

        await tab.Page.Locator("#reject-list tbody tr button").First.ClickAsync();
        Assert.Equal(rejects[0].GetProperty("raw_text").GetString(), await tab.Page.Locator("#raw-row").TextContentAsync());
        Assert.Contains(rejects[0].GetProperty("message").GetString()!, await tab.Page.Locator("#row-body").TextContentAsync(),
            StringComparison.Ordinal);
        await tab.Page.Keyboard.PressAsync("Escape");
        Assert.False(await tab.Page.Locator("#row-dialog").IsVisibleAsync());
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task The_rows_of_a_report_are_downloaded_as_the_api_has_them()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync();

        var download = await tab.Page.RunAndWaitForDownloadAsync(
            () => tab.Page.ClickAsync("#report-price-by-category button:text-is('CSV')"));

        Assert.Equal("price-by-category.csv", download.SuggestedFilename);
        Assert.Equal(await dashboard.TextAsync("reports/price-by-category?$format=csv"),
            await File.ReadAllTextAsync((await download.PathAsync())!, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_dataset_has_its_columns_and_rows_and_the_api_its_endpoints()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync("#/data/ads");
        Assert.Contains("The ad's number.", await tab.Page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        await tab.GoAsync("#/data/ads/rows");
        Assert.Equal(100, await tab.Page.Locator("#rows tbody tr").CountAsync());

        await tab.GoAsync("#/api");
        Assert.Contains("/api/data/ads", await tab.Page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task The_key_is_asked_for_once_and_kept_for_the_session_only()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.Page.RouteAsync("**/api/{data,reports}**", async route =>
        {
            if (await route.Request.HeaderValueAsync("x-functions-key") == "right")
            {
                await route.ContinueAsync();
            }
            else
            {
                await route.FulfillAsync(new RouteFulfillOptions { Status = 401 });
            }
        });
        await tab.Page.GotoAsync(new Uri(dashboard.Api, "dashboard").ToString());

        await tab.Page.FillAsync("#key-input", "wrong");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.WaitForFunctionAsync("() => document.getElementById('key-error').textContent.includes('does not accept')");
        await tab.Page.FillAsync("#key-input", "right");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.WaitAsync();

        Assert.NotEqual(0, await tab.Page.Locator("canvas").CountAsync());
        Assert.Equal("right", await tab.Page.EvaluateAsync<string>("() => sessionStorage.getItem('sluice.key')"));
        Assert.Equal(0, await tab.Page.EvaluateAsync<int>("() => localStorage.length"));
        Assert.Equal("", await tab.Page.EvaluateAsync<string>("() => document.cookie"));
        Assert.DoesNotContain("right", tab.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_prompt_listens_once_however_often_it_asks()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.Page.RouteAsync("**/api/{data,reports}**", route => route.FulfillAsync(new RouteFulfillOptions { Status = 401 }));
        await tab.Page.GotoAsync(new Uri(dashboard.Api, "dashboard").ToString());
        await tab.Page.FillAsync("#key-input", "wrong");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.WaitForFunctionAsync("() => document.getElementById('key-error').textContent.includes('does not accept')");
        var before = (await tab.ListenersAsync("key-dialog"), await tab.ListenersAsync("key-form"));

        for (var i = 0; i < 3; i++)
        {
            await tab.Page.FillAsync("#key-input", $"wrong-{i}");
            await tab.Page.Keyboard.PressAsync("Enter");
            await tab.Page.WaitForFunctionAsync(
                "() => document.getElementById('key-dialog').open && document.getElementById('key-input').value === ''");
        }

        // Escape does not close the dialog, because there is nothing to see without a key.
        await tab.Page.Keyboard.PressAsync("Escape");
        Assert.True(await tab.Page.Locator("#key-dialog").IsVisibleAsync());
        Assert.Equal((1, 1), before);
        Assert.Equal(before, (await tab.ListenersAsync("key-dialog"), await tab.ListenersAsync("key-form")));
    }

    [Fact]
    public async Task A_chart_whose_page_is_left_while_it_is_drawn_is_not_kept()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.Page.AddInitScriptAsync("""
            window.observed = new Set();
            window.ResizeObserver = class extends ResizeObserver {
              observe(target) { window.observed.add(this); super.observe(target); }
              disconnect() { window.observed.delete(this); super.disconnect(); }
            };
            window.drawn = 0;
            const getContext = HTMLCanvasElement.prototype.getContext;
            HTMLCanvasElement.prototype.getContext = function (...options) {
              if (this.closest('.chart') && ++window.drawn === 1) {
                history.replaceState(null, '', '#/api');
                dispatchEvent(new HashChangeEvent('hashchange'));
              }
              return getContext.apply(this, options);
            };
            """);
        await tab.GoAsync();
        await tab.Page.WaitForSelectorAsync("summary:has-text('/api/data/ads')");

        Assert.Equal(0, await tab.Page.EvaluateAsync<int>("() => window.observed.size"));
        var drawn = await tab.Page.EvaluateAsync<int>("() => window.drawn");
        Assert.NotEqual(0, drawn);
        await tab.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await tab.Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        Assert.Equal(drawn, await tab.Page.EvaluateAsync<int>("() => window.drawn"));
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task What_does_not_work_is_said_where_it_is_and_can_be_tried_again()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        var isBroken = true;
        await tab.Page.RouteAsync("**/api/reports/top-sellers*", async route =>
        {
            if (isBroken)
            {
                await route.FulfillAsync(
                    new RouteFulfillOptions { Status = 503, Body = """{"detail":"The warehouse cannot be used now."}""" });
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        await tab.GoAsync();
        var card = tab.Page.Locator("#report-top-sellers");
        Assert.Equal("The warehouse cannot be used now.", await card.Locator("[role=alert]").TextContentAsync());

        isBroken = false;
        await card.Locator("button:has-text('Try again')").ClickAsync();
        await card.Locator("canvas").WaitForAsync();
    }

    [Fact]
    public async Task The_pages_can_be_used_by_keyboard()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync();

        await tab.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to content", await tab.Page.EvaluateAsync<string>("() => document.activeElement.textContent"));
        await tab.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await tab.Page.EvaluateAsync<string>("() => document.activeElement.id"));
        await tab.Page.Locator("nav a[href='#/pipeline']").FocusAsync();
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.WaitForSelectorAsync("h1:has-text('Pipeline')");
        Assert.Equal("#/pipeline", await tab.Page.Locator("nav a[aria-current=page]").GetAttributeAsync("href"));
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1600)]
    public async Task What_is_on_a_page_does_not_move_while_the_rest_comes(int width)
    {
        List<string> moved = [];
        foreach (var page in (string[])["reports", "pipeline", "rejects", "data", "data/ads", "data/ads/rows", "data/ads/chart", "api"])
        {
            await using var tab = await DashboardPage.OpenAsync(dashboard, width);
            await tab.GoAsync($"#/{page}");
            var (score, what) = await tab.ShiftAsync();
            if (score >= 0.1)
            {
                moved.Add($"{page} {score}: {what}");
            }
        }

        Assert.Empty(moved);
    }

    [Fact]
    public async Task A_report_of_a_time_range_has_its_total_beside_that_of_the_period_before()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard);
        await tab.GoAsync("#/reports?from=2023-01-01&to=2023-03-31&city=Paris");

        const string InParis = "data/users?$filter=city eq 'Paris' and";
        var now = (await dashboard.RowsAsync($"{InParis} created_at ge 2023-01-01 and created_at lt 2023-04-01")).Count;
        var then = (await dashboard.RowsAsync($"{InParis} created_at ge 2022-10-03 and created_at lt 2023-01-01")).Count;
        Assert.NotEqual(0, then);
        var percent = (((double)now / then) - 1) * 100;
        var change = $"{(percent < 0 ? '\u2212' : '+')}{Math.Abs(percent).ToString("0.0", CultureInfo.InvariantCulture)} %";
        Assert.Equal(
            $"{now} {change} on the period before ({then})",
            await tab.Page.Locator("#report-sign-ups-by-source .total").TextContentAsync());

        // An average has no total, and neither has a report of the greatest groups.
        Assert.Equal(0, await tab.Page.Locator("#report-price-by-category .total, #report-top-sellers .total").CountAsync());
        await tab.GoAsync("#/reports?from=&to=2023-03-31");
        Assert.Equal(0, await tab.Page.Locator("article .total").CountAsync());
        await tab.AssertNoErrorsAsync();
    }

    [Theory]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(1600, ColorScheme.Light)]
    [InlineData(1600, ColorScheme.Dark)]
    public async Task Every_page_fits_its_width_in_both_themes(int width, ColorScheme theme)
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard, width, theme);
        foreach (var page in (string[])["reports", "pipeline", "rejects", "data", "data/ads", "data/ads/rows", "data/ads/chart", "api"])
        {
            await tab.GoAsync($"#/{page}");
            await tab.AssertFitsAsync(page, width, theme, fullPage: page == "reports");
            if (width == 1600)
            {
                await tab.AssertAccessibleAsync();
            }
        }

        await tab.AssertNoErrorsAsync();
    }
}
