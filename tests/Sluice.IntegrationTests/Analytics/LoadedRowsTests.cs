namespace Sluice.IntegrationTests.Analytics;

/// <summary>A row tells which file it is from, and when that was loaded.</summary>
public sealed class LoadedRowsTests(AnalyticsFixture analytics) : IClassFixture<AnalyticsFixture>
{
    [Fact]
    public async Task A_row_leads_to_its_file_and_a_file_to_its_rows()
    {
        var way = await analytics.GetAsync("items(_file=2,_row=1)/file", []);
        var beside = await analytics.GetAsync(
            "items", [KeyValuePair.Create("$expand", "file($select=path,current)"), KeyValuePair.Create("$top", "1")]);
        var back = await analytics.GetAsync("files(2)/items/$count", []);
        var of = await analytics.GetAsync("items/$count", [KeyValuePair.Create("$filter", "file/path eq 'data/items/a.csv'")]);
        var all = await analytics.GetAsync("items", [KeyValuePair.Create("$expand", "*"), KeyValuePair.Create("$top", "1")]);

        Assert.Equal("data/items/a.csv", way.Json.GetProperty("path").GetString());
        Assert.Equal("data/items/a.csv", beside.Rows[0].GetProperty("file").GetProperty("path").GetString());
        Assert.Equal(($"{AnalyticsData.ItemCount}", $"{AnalyticsData.ItemCount}"), (back.Text, of.Text));
        Assert.Equal(["owner", "file", "events"], all.Rows[0].EnumerateObject().Select(p => p.Name).TakeLast(3));
    }

    [Fact]
    public async Task Rows_tell_when_they_were_loaded_if_they_are_asked()
    {
        var loaded = (await analytics.GetAsync("files(2)", [])).Json.GetProperty("loaded_at").GetDateTime();
        var text = loaded.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        var row = await analytics.GetAsync(
            "items", [KeyValuePair.Create("$select", "id,_loaded_at"), KeyValuePair.Create("$orderby", "_loaded_at desc,id"),
                KeyValuePair.Create("$filter", $"_loaded_at ge {text}"), KeyValuePair.Create("$top", "1")]);
        var computed = await analytics.GetAsync(
            "items", [KeyValuePair.Create("$compute", "year(_loaded_at) as y"), KeyValuePair.Create("$select", "y"),
                KeyValuePair.Create("$filter", "_loaded_at ne null and y gt 2000"), KeyValuePair.Create("$top", "1")]);
        var grouped = await analytics.GetAsync(
            "items", [KeyValuePair.Create("$apply", "groupby((_loaded_at),aggregate($count as n))")]);

        Assert.Equal(2024, loaded.Year);
        Assert.Equal(["id", "_loaded_at"], row.Rows[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(loaded, row.Rows[0].GetProperty("_loaded_at").GetDateTime());
        Assert.Equal(loaded.Year, computed.Rows[0].GetProperty("y").GetInt32());
        Assert.Equal(AnalyticsData.ItemCount, grouped.Rows.Single().GetProperty("n").GetInt32());
        Assert.Equal("0", await CountAsync("items/$count", $"_loaded_at gt {text}"));
        Assert.Equal($"{AnalyticsData.ItemCount}", await CountAsync("items/$count", $"_loaded_at le {text}"));
        Assert.Equal($"{loaded.Year}", (await analytics.GetAsync("items(_file=2,_row=1)/_loaded_at/$value", [])).Text[..4]);
        Assert.Equal("0", await CountAsync("owners/$count", "items/any(i: i/_loaded_at gt now())"));
        Assert.False((await analytics.GetAsync("items", [])).Rows[0].TryGetProperty("_loaded_at", out _));

        async Task<string> CountAsync(string path, string filter) =>
            (await analytics.GetAsync(path, [KeyValuePair.Create("$filter", filter)])).Text;
    }

    [Fact]
    public void Rows_that_are_not_asked_when_they_were_loaded_are_read_without_a_join()
    {
        var request = analytics.Service().Resolve("items")!;

        Assert.DoesNotContain("JOIN", analytics.Service().Explain(request).Sql, StringComparison.Ordinal);
        Assert.Contains(
            "JOIN",
            analytics.Service().Explain(request with { Options = new Dictionary<string, string> { ["$select"] = "_loaded_at" } }).Sql,
            StringComparison.Ordinal);
    }
}
