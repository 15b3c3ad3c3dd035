using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Sluice.Analytics.Requests;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>What an answer to <c>$expand</c> has besides the rows, and the addresses in it. On DuckDB.</summary>
public sealed class ExpandTests(AnalyticsFixture analytics) : ExpandContract(analytics), IClassFixture<AnalyticsFixture>
{
    private const string Root = "http://localhost/api/data";

    private readonly AnalyticsFixture analytics = analytics;

    [Fact]
    public async Task Minimal_metadata_tell_the_context_and_what_the_rows_do_not()
    {
        var answer = await SendAsync("minimal");

        const string Next = $"{Root}/items(_file=2,_row=17)/events?$orderby=amount%20desc&$select=kind%2Camount&$count=true&$skiptoken=*";
        AssertJson(
            $$"""
            { "@odata.context": "{{Root}}/$metadata#items(id,owner(city),events(kind,amount))",
              "value": [
                { "id": 1, "owner": { "city": null }, "events@odata.count": 1, "events": [{ "kind": "view", "amount": null }] },
                { "id": 5, "owner": null, "events@odata.count": 0, "events": [] },
                { "id": 17, "owner": { "city": "Graz" }, "events@odata.count": 3, "events": [{ "kind": "sale", "amount": 68.22 }],
                  "events@odata.nextLink": "{{Next}}" }] }
            """,
            answer);
    }

    [Fact]
    public async Task Without_metadata_there_are_only_counts_and_links_to_the_rest()
    {
        var answer = await SendAsync("none");

        Assert.False(answer.Json.TryGetProperty("@odata.context", out _));
        Assert.Equal(
            ["id", "owner", "events@odata.count", "events", "events@odata.nextLink"],
            answer.Rows[2].EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task Full_metadata_tell_type_address_and_links_of_every_row()
    {
        var answer = await SendAsync("full");
        var item = $"{Root}/items(_file=2,_row=1)";
        const string Event = $"{Root}/events(_file=3,_row=4)";
        const string NoAmount = "\"amount@odata.type\": \"#Decimal\", \"amount\": null";

        AssertJson(
            $$"""
            { "@odata.type": "#Sluice.items", "@odata.id": "{{item}}", "id@odata.type": "#Int64", "id": 1,
              "owner@odata.navigationLink": "{{item}}/owner",
              "owner": { "@odata.type": "#Sluice.owners", "@odata.id": "{{Root}}/owners(6)", "city": null },
              "events@odata.navigationLink": "{{item}}/events", "events@odata.count": 1,
              "events": [{ "@odata.type": "#Sluice.events", "@odata.id": "{{Event}}", "kind": "view", {{NoAmount}} }] }
            """,
            answer.Rows[0]);
    }

    [Fact]
    public async Task Full_metadata_link_to_what_is_not_expanded_unless_it_is_not_selected()
    {
        const string Full = "application/json;odata.metadata=full";

        Assert.Equal(
            ["item@odata.navigationLink", "owner@odata.navigationLink", "file@odata.navigationLink"],
            Links((await GetAsync("items(_file=2,_row=1)", ("$expand", "events"), ("$format", Full))).Json.GetProperty("events")[0]));
        Assert.Equal(["owner@odata.navigationLink"],
            Links((await GetAsync("items(_file=2,_row=1)", ("$select", "id,owner"), ("$format", Full))).Json));

        static IEnumerable<string> Links(JsonElement row) =>
            row.EnumerateObject().Select(p => p.Name).Where(n => n.EndsWith("Link", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_collection_that_is_cut_links_to_its_rest_in_the_same_form()
    {
        var limits = new QueryLimits { ExpandSize = 2 };
        var options = new Dictionary<string, string>
        {
            ["$expand"] = "items($filter=name ne 'a;b,(c''d' and qty ne 99;$orderby=qty desc;$select=id,qty;$top=5)",
            ["$filter"] = "id eq 1",
            ["$format"] = "application/json;odata.metadata=none;IEEE754Compatible=true",
            ["code"] = "c2VjcmV0",
        };
        var expected = analytics.Data["items"].Where(r => r["owner_id"] is 1L && r["qty"] is not 99L)
            .OrderByDescending(r => (long?)r["qty"]).Take(5).Select(r => $"{r["id"]}").ToList();

        var first = await analytics.GetAsync("owners", options, limits: limits);
        var ids = first.Rows[0].GetProperty("items").EnumerateArray().ToList();
        var link = new Uri(first.Rows[0].GetProperty("items@odata.nextLink").GetString()!);
        Assert.Equal(2, ids.Count);
        Assert.Contains("code=c2VjcmV0", link.Query, StringComparison.Ordinal);

        // The rest comes with a request of its own, which has the limit of such requests.
        var rest = await analytics.GetAsync(
            link.AbsolutePath["/api/data/".Length..],
            QueryHelpers.ParseQuery(link.Query).Select(p => KeyValuePair.Create(p.Key, p.Value.ToString())), limits: limits);
        Assert.Equal(expected, ids.Concat(rest.Rows).Select(r => r.GetProperty("id").GetString()!));
        Assert.False(rest.Json.TryGetProperty("@odata.nextLink", out _));
    }

    [Fact]
    public async Task A_client_that_prefers_small_pages_has_small_collections_too()
    {
        var answer = await analytics.GetAsync(
            "owners", [KeyValuePair.Create("$expand", "items")], new Dictionary<string, string> { ["Prefer"] = "maxpagesize=3" });

        Assert.Equal(3, answer.Rows.Count);
        Assert.All(answer.Rows, r => Assert.Equal(3, r.GetProperty("items").GetArrayLength()));
        Assert.All(answer.Rows, r => Assert.True(r.TryGetProperty("items@odata.nextLink", out _)));
    }

    [Fact]
    public async Task What_is_related_to_a_row_has_an_address_below_it()
    {
        var expected = analytics.Data["items"].Where(r => r["owner_id"] is 1L).ToList();
        var many = await GetAsync("owners(1)/items", ("$select", "id"), ("$orderby", "id desc"));
        var one = await GetAsync("items(_file=2,_row=2)/owner", ("$expand", "items($top=1;$select=id)"), ("$select", "city"));

        Assert.Equal($"{Root}/$metadata#items(id)", many.Json.GetProperty("@odata.context").GetString());
        Assert.Equal(expected.Select(r => (long)r["id"]!).OrderDescending(), many.Rows.Select(r => r.GetProperty("id").GetInt64()));
        Assert.Equal($"{expected.Count}", (await GetAsync("owners(1)/items/$count")).Text);
        Assert.Equal($"{expected.Count(r => r["qty"] is > 0L)}", (await GetAsync("owners(1)/items/$count", ("$filter", "qty gt 0"))).Text);
        Assert.Equal(expected.Count + 2, (await GetAsync("owners(1)/items", ("$format", "csv"))).Text.Split("\r\n").Length);
        AssertJson(
            $$"""{ "@odata.context": "{{Root}}/$metadata#owners(city,items(id))/$entity", "city": "Lyon", "items": [{ "id": 2 }] }""",
            one.Json);
    }

    [Fact]
    public async Task A_row_that_refers_to_none_is_an_answer_without_content()
    {
        var answer = await GetAsync("items(_file=2,_row=5)/owner");

        Assert.Equal((204, ""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task A_row_of_a_text_is_found_whatever_is_in_it()
    {
        foreach (var id in analytics.Data["shops"].Select(r => (string)r["id"]!))
        {
            var key = Uri.EscapeDataString(id.Replace("'", "''", StringComparison.Ordinal));
            var expected = analytics.Data["products"]
                .Where(r => r["shop_id"] is string shop && shop == id).Select(r => (long)r["sku"]!).ToList();

            // A host unescapes a path, except slashes.
            var path = $"shops('{Uri.UnescapeDataString(key.Replace("%2F", "%252F", StringComparison.Ordinal))}')/products";
            var answer = await analytics.GetAsync(path, [KeyValuePair.Create("$select", "sku")], limits: new QueryLimits { PageSize = 2 });
            var shop = await GetAsync("shops", ("$filter", $"id eq '{id.Replace("'", "''", StringComparison.Ordinal)}'"),
                ("$format", "application/json;odata.metadata=full"));

            Assert.True(answer.Status == 200, $"{path}: {answer.Text}");
            Assert.Equal(expected.Take(2), answer.Rows.Select(r => r.GetProperty("sku").GetInt64()));
            Assert.Equal($"{Root}/shops('{key}')/products", shop.Rows[0].GetProperty("products@odata.navigationLink").GetString());
            Assert.Equal(expected.Count > 2, answer.Json.TryGetProperty("@odata.nextLink", out var next));
            Assert.Equal(next.ValueKind == JsonValueKind.Undefined ? null : $"/api/data/shops('{key}')/products",
                next.ValueKind == JsonValueKind.Undefined ? null : Escaped(new Uri(next.GetString()!).AbsolutePath));
        }

        // Both forms of a character that needs no escape are the same address.
        static string Escaped(string path)
        {
            var key = Uri.UnescapeDataString(path)["/api/data/shops('".Length..^"')/products".Length];
            return $"/api/data/shops('{Uri.EscapeDataString(key)}')/products";
        }
    }

    [Theory]
    [InlineData("events")]
    [InlineData("owner,events($select=kind)")]
    [InlineData("*")]
    public async Task A_line_of_csv_has_no_place_for_many_rows(string expand)
    {
        var answer = await GetAsync("items", ("$expand", expand), ("$format", "csv"));

        Assert.Contains("A line of a table cannot hold the many rows of events", answer.AssertProblem(400), StringComparison.Ordinal);
    }

    private Task<HttpAnswer> SendAsync(string metadata) => analytics.GetAsync(
        "items",
        new Dictionary<string, string>
        {
            ["$select"] = "id",
            ["$filter"] = "id in (1,5,17)",
            ["$expand"] = "owner($select=city),events($orderby=amount desc;$select=kind,amount;$count=true)",
        },
        new Dictionary<string, string> { ["Accept"] = $"application/json;odata.metadata={metadata}" },
        new QueryLimits { ExpandSize = 1 });

    private Task<HttpAnswer> GetAsync(string path, params ReadOnlySpan<(string Name, string Value)> options) =>
        analytics.GetAsync(path, options.ToArray().Select(o => KeyValuePair.Create(o.Name, o.Value)));

    private static void AssertJson(string expected, HttpAnswer actual) => AssertJson(expected, actual.Json);

    // Any text of a token is right if its link leads on.
    private static void AssertJson(string expected, JsonElement actual)
    {
        var text = System.Text.RegularExpressions.Regex.Replace(actual.GetRawText(), @"(?<=\$skiptoken=)[\w-]+", "*");

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(text)), text);
    }
}
