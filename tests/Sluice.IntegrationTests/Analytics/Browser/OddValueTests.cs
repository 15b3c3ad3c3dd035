using System.Text.Json;
using Microsoft.Playwright;

namespace Sluice.IntegrationTests.Analytics.Browser;

/// <summary>The dashboard shows values exactly, and all of them.</summary>
[Collection(OddLakeFixture.Name)]
public sealed class OddValueTests(OddLakeFixture dashboard)
{
    // The drawn items of a role: their texts, and their places on the canvas. An item's own place is relative to its group.
    private const string Drawn = """
        ([report, role]) => {
          const view = document.querySelector(`#report-${report} .chart`).view;
          const found = [];
          (function walk(mark, x, y) {
            for (const item of mark.items) {
              if (mark.role === role) {
                const { x1, x2, y1, y2 } = item.bounds;
                found.push({ text: item.text ?? '', right: x + x2, bottom: y + y2, x: x + (x1 + x2) / 2, y: y + (y1 + y2) / 2 });
              }
              if (mark.marktype === 'group') {
                item.items.forEach(child => walk(child, x + item.x, y + item.y));
              }
            }
          })(view.scenegraph().root, ...view.origin());
          return JSON.stringify(found);
        }
        """;

    [Fact]
    public async Task Numbers_in_the_table_of_a_report_have_all_their_digits()
    {
        await using var tab = await OpenAsync();

        Assert.Equal(
            OddLakeFixture.Places.Select(p => $"{p.Id}|{p.Lat}|{p.Ratio}|{p.Amount}"),
            await CellsAsync(tab, "#report-places-by-id", "places-by-id"));
        Assert.Equal(
            OddLakeFixture.Places.GroupBy(p => p.Year).OrderBy(g => g.Key).Select(g => $"{g.Key}|{g.Max(p => p.Lat)}"),
            await CellsAsync(tab, "#report-latitude-by-year", "latitude-by-year"));
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task Values_in_the_rows_of_a_dataset_are_as_they_are_in_its_file()
    {
        await using var tab = await OpenAsync("#/data/places/rows");

        var rows = await tab.Page.Locator("#rows tbody tr").EvaluateAllAsync<string[]>(
            "rows => rows.map(r => [...r.cells].slice(1, 9).map(c => c.textContent).join('|'))");
        Assert.Equal(
            OddLakeFixture.Places.Select(p => string.Join('|', p.Id, p.Name, p.Year, p.Lat, p.Ratio, p.Amount, p.At, p.Source)), rows);
        await tab.AssertNoErrorsAsync();
    }

    [Fact]
    public async Task Ids_that_are_the_same_floating_point_number_are_bars_of_their_own()
    {
        await using var tab = await OpenAsync();

        Assert.Equal(OddLakeFixture.Places.Count, OddLakeFixture.Places.Select(p => p.Id).Distinct().Count());
        Assert.NotEqual(OddLakeFixture.Places.Count,
            OddLakeFixture.Places.Select(p => double.Parse(p.Id, System.Globalization.CultureInfo.InvariantCulture)).Distinct().Count());
        Assert.Equal(
            OddLakeFixture.Places.Select(p => p.Id),
            (await DrawnAsync(tab, "places-by-id", "axis-label")).Select(l => l.Text).Where(t => t.Length == 16));
        Assert.Equal(OddLakeFixture.Places.Count, (await DrawnAsync(tab, "places-by-id", "mark")).DistinctBy(b => b.Y).Count());
    }

    [Fact]
    public async Task A_profile_has_values_with_all_their_digits()
    {
        await using var tab = await OpenAsync("#/data/places");
        var ids = OddLakeFixture.Places.Select(p => p.Id).Order(StringComparer.Ordinal).ToList();

        var facts = await tab.Page.Locator("[data-column=id] dd").AllTextContentsAsync();

        Assert.Contains(ids[0], facts);
        Assert.Contains(ids[^1], facts);
    }

    [Fact]
    public async Task A_tooltip_tells_a_value_with_all_its_digits()
    {
        await using var tab = await OpenAsync();
        var chart = tab.Page.Locator("#report-places-by-id canvas");
        var bar = (await DrawnAsync(tab, "places-by-id", "mark"))[7];

        await chart.HoverAsync(new LocatorHoverOptions { Position = new Position { X = (float)bar.X, Y = (float)bar.Y } });

        var tip = await tab.Page.Locator(".tip div").AllTextContentsAsync();
        Assert.Equal(
            [$"Amount: {OddLakeFixture.Places[7].Amount}", $"id: {OddLakeFixture.Places[7].Id}"],
            tip.Select(t => t.Replace(",", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains(tip, t => t.StartsWith("Amount: 1,234,567,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Years_on_an_axis_look_like_years_and_latitudes_differ()
    {
        await using var tab = await OpenAsync();

        var labels = (await DrawnAsync(tab, "latitude-by-year", "axis-label")).Select(l => l.Text).ToList();
        Assert.Contains("2018", labels);
        Assert.All(labels, l => Assert.Matches(@"^(20\d\d|38\.545734\d*)$", l));
        Assert.Equal(labels.Distinct(), labels);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task A_legend_names_everything_that_is_drawn_and_fits_the_width(int width)
    {
        await using var tab = await OpenAsync(width: width);

        var labels = await DrawnAsync(tab, "places-by-source", "legend-label");
        Assert.Equal(
            OddLakeFixture.Places.Select(p => p.Source).Order(StringComparer.Ordinal),
            labels.Select(l => l.Text).Order(StringComparer.Ordinal));
        var size = JsonElement.Parse(await tab.Page.EvaluateAsync<string>(
            "() => { const canvas = document.querySelector('#report-places-by-source canvas'); "
            + "return JSON.stringify([canvas.clientWidth, canvas.clientHeight, canvas.closest('.chart').clientWidth]); }"));
        Assert.All(labels, l => Assert.InRange(l.Right, 0, size[0].GetDouble()));
        Assert.All(labels, l => Assert.InRange(l.Bottom, 0, size[1].GetDouble()));
        Assert.True(size[0].GetInt32() <= size[2].GetInt32(), $"The chart is {size[0]} wide in {size[2]}.");

        // They are side by side if the longest leaves room.
        Assert.Equal(width == 360, labels.Select(l => l.Bottom).Distinct().Count() == labels.Count);
    }

    [Theory]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(1600, ColorScheme.Light)]
    [InlineData(1600, ColorScheme.Dark)]
    public async Task Every_page_fits_its_width_in_both_themes(int width, ColorScheme theme)
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard, width, theme);
        foreach (var page in (string[])["reports", "pipeline", "data/places", "data/constructor", "nowhere"])
        {
            await tab.GoAsync($"#/{page}");
            await tab.AssertFitsAsync($"odd-{page}", width, theme, fullPage: page == "reports");
        }

        await tab.AssertNoErrorsAsync();
    }

    private static async Task<IReadOnlyList<string>> CellsAsync(DashboardPage tab, string card, string report)
    {
        await tab.Page.ClickAsync($"{card} summary");

        // The browser creates the table only when it reports that it is open, after the click.
        await tab.Page.WaitForSelectorAsync($"#report-{report} tbody tr");
        return [.. (await tab.Page.Locator($"#report-{report} tbody tr").EvaluateAllAsync<string[]>(
            "rows => rows.map(r => [...r.cells].map(c => c.textContent).join('|'))")).Order(StringComparer.Ordinal)];
    }

    private static async Task<List<(string Text, double Right, double Bottom, double X, double Y)>> DrawnAsync(
        DashboardPage tab, string report, string role) =>
    [
        .. JsonElement.Parse(await tab.Page.EvaluateAsync<string>(Drawn, new[] { report, role })).EnumerateArray().Select(
            i => (i.GetProperty("text").ToString(), i.GetProperty("right").GetDouble(), i.GetProperty("bottom").GetDouble(),
                i.GetProperty("x").GetDouble(), i.GetProperty("y").GetDouble())),
    ];

    private async Task<DashboardPage> OpenAsync(string hash = "#/reports", int width = 1280)
    {
        var tab = await DashboardPage.OpenAsync(dashboard, width);
        await tab.GoAsync(hash);
        return tab;
    }
}
