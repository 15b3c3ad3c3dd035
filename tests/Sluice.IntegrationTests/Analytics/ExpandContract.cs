using Sluice.IntegrationTests.Warehouse;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>Expands collections of more rows than one query can ask for, on every warehouse.</summary>
public abstract class ExpandContract(AnalyticsFixture analytics)
{
    private const int Many = 2300;

    [Fact]
    public async Task Related_rows_have_the_related_rows_that_they_have_alone()
    {
        const string Events = "events($select=kind,amount;$orderby=amount desc,kind;$top=3;$count=true)";
        var answer = await analytics.GetAsync("owners", new Dictionary<string, string>
        {
            ["$filter"] = "id lt 1000",
            ["$expand"] = $"items($select=id;$orderby=id;$expand={Events},"
                + "owner($select=city;$expand=items($select=id;$orderby=id;$top=2)))",
        });

        Assert.True(answer.Status == 200, answer.Text);
        var items = answer.Rows.SelectMany(o => o.GetProperty("items").EnumerateArray(), (Owner, Item) => (Owner, Item)).ToList();
        Assert.NotEmpty(items);
        foreach (var (owner, item) in items)
        {
            var alone = Assert.Single((await analytics.GetAsync("items", new Dictionary<string, string>
            {
                ["$filter"] = $"id eq {item.GetProperty("id")}",
                ["$select"] = "id",
                ["$expand"] = Events,
            })).Rows);
            Assert.Equal(alone.GetProperty("events@odata.count").GetInt32(), item.GetProperty("events@odata.count").GetInt32());
            Assert.Equal(alone.GetProperty("events").GetRawText(), item.GetProperty("events").GetRawText());
            var back = item.GetProperty("owner");
            Assert.Equal(owner.GetProperty("city").GetRawText(), back.GetProperty("city").GetRawText());
            Assert.Equal(
                owner.GetProperty("items").EnumerateArray().Take(2).Select(i => i.GetProperty("id").GetInt64()),
                back.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetInt64()));
        }
    }

    [Fact]
    public async Task A_single_related_row_that_is_not_there_has_no_related_rows()
    {
        var answer = await analytics.GetAsync("items", new Dictionary<string, string>
        {
            ["$filter"] = "owner_id eq null or owner_id gt 8",
            ["$expand"] = "owner($expand=items)",
        });

        Assert.True(answer.Status == 200, answer.Text);
        Assert.NotEmpty(answer.Rows);
        Assert.All(answer.Rows, r => Assert.Equal(System.Text.Json.JsonValueKind.Null, r.GetProperty("owner").ValueKind));
    }

    [Fact]
    public async Task The_links_of_a_deeper_collection_lead_to_the_rest_of_it()
    {
        var answer = await analytics.GetAsync(
            "items", new Dictionary<string, string>
            {
                ["$filter"] = "owner/items/$count gt 3",
                ["$select"] = "id",
                ["$top"] = "1",
                ["$expand"] = "owner($select=id;$expand=items($select=id;$orderby=id))",
            },
            limits: new Sluice.Analytics.Requests.QueryLimits { ExpandSize = 2 });

        var owner = Assert.Single(answer.Rows).GetProperty("owner");
        Assert.Equal(2, owner.GetProperty("items").GetArrayLength());
        Assert.StartsWith(
            $"http://localhost/api/data/owners({owner.GetProperty("id")})/items?", owner.GetProperty("items@odata.nextLink").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_levels_than_the_limit_are_refused()
    {
        KeyValuePair<string, string>[] options = [KeyValuePair.Create("$expand", "items($expand=owner)")];

        Assert.Equal(200, (await analytics.GetAsync("owners", options)).Status);
        (await analytics.GetAsync("owners", options, limits: new Sluice.Analytics.Requests.QueryLimits { ExpandDepth = 1 }))
            .AssertProblem(400);
    }

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
