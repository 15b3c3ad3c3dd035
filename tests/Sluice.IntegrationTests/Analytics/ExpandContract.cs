using Sluice.IntegrationTests.Warehouse;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>Expands collections of more rows than one query can ask for, on every warehouse.</summary>
public abstract class ExpandContract(AnalyticsFixture analytics)
{
    private const int Many = 2300;

    [Fact]
    public async Task Rows_beside_more_rows_than_one_query_can_ask_for_are_all_there()
    {
        var driver = new LoadDriver(analytics.Warehouse);
        var (owners, events) = (AnalyticsData.Lake.Datasets[0], AnalyticsData.Lake.Datasets[2]);
        await driver.LoadAsync(owners, LoadDriver.Version("data/owners/b.csv"),
            [.. Enumerable.Range(0, Many).Select(i => new object?[] { 1000L + i, "Faro", null })]);
        await driver.LoadAsync(events, LoadDriver.Version("data/events/b.csv"),
            [.. Enumerable.Range(0, 3 * Many)
                .Where(i => i % Many % 7 != 0).Select(i => new object?[] { null, 1000L + (i % Many), $"{i / Many}", (Int128)i })]);

        var answer = await analytics.GetAsync("owners", new Dictionary<string, string>
        {
            ["$filter"] = "id ge 1000",
            ["$orderby"] = "id desc",
            ["$expand"] = "events($select=kind;$orderby=kind desc;$top=2;$count=true),items",
        });

        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal(Enumerable.Range(0, Many).Select(i => 999L + Many - i), answer.Rows.Select(r => r.GetProperty("id").GetInt64()));
        Assert.All(answer.Rows, r =>
        {
            var isAlone = (r.GetProperty("id").GetInt64() - 1000) % 7 == 0;
            Assert.Equal(isAlone ? 0 : 3, r.GetProperty("events@odata.count").GetInt32());
            Assert.Equal(
                isAlone ? [] : ["2", "1"], r.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("kind").GetString()!));
            Assert.Equal(0, r.GetProperty("items").GetArrayLength());
        });
    }
}
