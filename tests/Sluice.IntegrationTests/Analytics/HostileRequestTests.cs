using System.Diagnostics;
using System.Text;
using Sluice.Analytics.Requests;

namespace Sluice.IntegrationTests.Analytics;

public sealed class HostileRequestTests(AnalyticsFixture analytics) : IClassFixture<AnalyticsFixture>
{
    private static readonly string[] Injections =
    [
        "1; DROP TABLE lake.items", "id); DROP TABLE lake.items; --", "' OR 1=1 --", "\"id\" --", "id/**/eq 1",
        "id UNION SELECT * FROM sluice.file", "$1", "@p1",
        "id eq 1;", "read_csv('/etc/passwd')", "items.id", "lake.items", "\0", "'", "(", ")", "((((", "a/b/c/d", "%", "$it", "$count",
        "null", "''", "id eq", "eq 1",
        "id eq 1 or", "not", "in ()", "id in ()", "id in (1", "any()", "events/any(e:", "events/any(e: e/kind)", "owner", "owner eq null",
        "events", "@a", "id eq @a",
        "geo.distance(id,id) lt 5", "isof(id,Edm.Int32)", "matchesPattern(name,'a')", "id has 1", "id divby 2 eq 1", "case(true:1) eq 1",
        "date(id) eq 2024-01-01",
        "id eq 99999999999999999999999999999999999", "price eq 1e999", "price eq NaN", "ratio eq INF", "at eq 2024-13-45T00:00:00Z",
        "day eq 0000-00-00",
        "id add 9223372036854775807 gt 0", "price mul 99999999999999999999999999 gt 0", "big mul big gt 0",
        "big mul 1000000000000000000 mul 1000000000000000000 gt 0",
        "cast(id,Edm.Geography) eq null", "cast(id) eq 1", "concat(name)", "length(name,name) eq 1", "substring(name) eq 'a'",
        "sluice.file", "Sluice.items", "id eq 'a'",
        "name eq 5", "name add 1 eq 2", "active add 1 eq 2", "at sub 1 gt at", "at add duration'P1D' gt at", "duration'P1D' gt 5",
        "-name eq 1", "not name", "not id",
        "totalseconds(5) eq 1", "(at sub at) eq null", "round(name) eq 1", "id eq 1 and", "events/$count/x eq 1",
        "events/$count($filter=kind eq 'sale') gt 1",
        "owner/items/$count gt 1", "owner/city/length eq 1", "_file eq 1 --", "\u202e", "😀", "id eq\t1", "id eq\n1", "id+eq+1",
        "id%20eq%201",
    ];

    [Theory]
    [InlineData("$filter")]
    [InlineData("$orderby")]
    [InlineData("$select")]
    [InlineData("$expand")]
    [InlineData("$compute")]
    [InlineData("$apply")]
    [InlineData("$top")]
    [InlineData("$skip")]
    [InlineData("$count")]
    [InlineData("$skiptoken")]
    [InlineData("$format")]
    [InlineData("file")]
    public async Task Whatever_is_in_an_option_is_refused_or_answered(string option)
    {
        foreach (var text in Injections)
        {
            foreach (var variant in (string[])[text, $"{text} as x", $"filter({text})", $"compute({text} as x)", $"groupby(({text}))",
                $"aggregate({text} with sum as x)"])
            {
                var answer = await analytics.GetAsync("items", [KeyValuePair.Create(option, variant)]);

                Assert.True(answer.Status is 200 or 400 or 406 or 501, $"{option}={variant}: {answer.Status} {answer.Text}");
            }
        }

        Assert.Equal(AnalyticsData.ItemCount, (await analytics.GetAsync("items", [])).Rows.Count);
    }

    // In quadratic time, each would take seconds.
    [Fact]
    public async Task The_longest_names_and_numbers_are_refused_at_once()
    {
        var name = new string('a', 16_000);
        var start = Stopwatch.GetTimestamp();
        foreach (var (option, text) in new[]
        {
            ("$filter", name), ("$orderby", name), ("$select", name), ("$expand", name), ("$apply", $"groupby(({name}))"),
            ("$filter", $"duration'P{new string('9', 14_000)}D' eq 1"),
        })
        {
            Assert.Equal(400, (await analytics.GetAsync("items", [KeyValuePair.Create(option, text)])).Status);
        }

        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), $"{Stopwatch.GetElapsedTime(start)}");
    }

    [Theory]
    [InlineData("$filter")]
    [InlineData("$orderby")]
    [InlineData("$select")]
    [InlineData("$top")]
    [InlineData("$skip")]
    [InlineData("$count")]
    [InlineData("$expand")]
    [InlineData("$compute")]
    [InlineData("$search")]
    [InlineData("$levels")]
    public async Task Whatever_is_in_an_option_of_an_expanded_collection_is_refused_or_answered(string option)
    {
        foreach (var text in Injections)
        {
            foreach (var variant in (string[])[$"events({option}={text})", $"events({option}={text};$top=1),owner",
                $"events($top=1;{option}={text}"])
            {
                var answer = await analytics.GetAsync("items", [KeyValuePair.Create("$expand", variant)]);

                Assert.True(answer.Status is 200 or 400 or 501, $"{variant}: {answer.Status} {answer.Text}");
            }
        }
    }

    [Theory]
    [InlineData("events($expand=owner($expand=items($expand=events)))", "deep")]
    [InlineData("events/owner", "multiple navigation properties")]
    [InlineData("events($levels=2)", "level")]
    [InlineData("events($filter=$it/owner_id eq owner_id)", "$it")]
    [InlineData("events($orderby=$it/owner_id)", "$it")]
    [InlineData("events($top=99999999999)", "2147483647")]
    [InlineData("events($skip=-1)", "non-negative")]
    [InlineData("events($select=secret)", "secret")]
    [InlineData("owner($filter=id eq 1)", "owner is one row")]
    [InlineData("owner($top=1)", "owner is one row")]
    [InlineData("owner($count=true)", "owner is one row")]
    [InlineData("name", "name")]
    public async Task What_cannot_be_expanded_is_refused(string expand, string part) => Assert.Contains(
        part, (await analytics.GetAsync("items", [KeyValuePair.Create("$expand", expand)])).AssertProblem(400), StringComparison.Ordinal);

    [Fact]
    public async Task More_values_than_a_query_can_have_are_refused_in_an_expanded_collection_too()
    {
        var expand = $"events($filter=owner_id in ({string.Join(',', Enumerable.Range(1, 10_000))}))";

        Assert.Contains("too many values", (await analytics.GetAsync(
            "items", [KeyValuePair.Create("$expand", expand)], limits: new QueryLimits { MaxLength = 1_000_000 })).AssertProblem(400),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id has 1", "the operator has is not supported")]
    [InlineData("name has 'a'", "the operator has is not supported")]
    [InlineData("id has Sluice.Color'Red'", "")]
    [InlineData("price has 0.5 and true", "the operator has is not supported")]
    [InlineData("id and true", "")]
    [InlineData("1 or 2", "or takes conditions")]
    [InlineData("owner eq null", "")]
    [InlineData("owner", "")]
    [InlineData("events", "")]
    [InlineData("events eq null", "")]
    [InlineData("$it", "")]
    [InlineData("$it eq null", "")]
    [InlineData("$root/items(1)/id eq 1", "")]
    [InlineData("cast(id,Sluice.items) eq null", "")]
    [InlineData("substring(name,1.5) eq 'a'", "no function substring")]
    [InlineData("length(id) eq 1", "no function length")]
    [InlineData("id in events", "")]
    [InlineData("id in owner_id", "")]
    [InlineData("id in ((1),(2))", "")]
    [InlineData("id in ('a')", "")]
    [InlineData("name in (1,2)", "")]
    [InlineData("events/$count($filter=kind eq 'sale') gt 1", "")]
    [InlineData("events/any(e: e/item/events/all(f: f has 1))", "")]
    [InlineData("now() sub now() eq 1", "")]
    [InlineData("name eq 5", "eq does not apply to values of the types Edm.String and Edm.Int32")]
    [InlineData("id eq 'a'", "eq does not apply to values of the types Edm.Int64 and Edm.String")]
    [InlineData("not id", "not does not apply to a value of the type Edm.Int64")]
    [InlineData("-name eq 1", "the sign - does not apply to a value of the type Edm.String")]
    [InlineData("$search", "")]
    [InlineData("{\"a\":1} eq id", "")]
    [InlineData("[1,2] eq id", "")]
    [InlineData("id eq binary'AA=='", "")]
    [InlineData("id eq 0f174aae-b4a1-4a4b-9f1e-4a4b9f1e4a4b", "")]
    [InlineData("price eq 1e5e5", "")]
    [InlineData("colour eq 1", "there is no property 'colour' of items here")]
    [InlineData("owner/colour eq 1", "there is no property 'colour' of owners here")]
    [InlineData("colour.red eq 1", "there is no type colour.red here")]
    [InlineData("cast(price,Edm.Foo) eq 1", "there is no type Edm.Foo here")]
    [InlineData("id in (colour)", "(1,2)")]
    [InlineData("id in (price)", "(1,2)")]
    [InlineData("id in ((1,2))", "(1,2)")]
    [InlineData("id in (1,)", "(1,2)")]
    [InlineData("id in (1 2)", "(1,2)")]
    [InlineData("id in (1,'a')", "(1,2)")]
    [InlineData("id in 1", "(1,2)")]
    [InlineData("id in {}", "(1,2)")]
    [InlineData("name in (1)", "('a','b')")]
    [InlineData("name in (a)", "('a','b')")]
    [InlineData("at in (1)", "(1,2)")]
    [InlineData("id in (null)", "never null")]
    public async Task What_is_not_known_is_refused_in_words_of_the_request(string text, string part)
    {
        foreach (var (option, variant) in ((string, string)[])
        [
            ("$filter", text), ("$orderby", text), ("$compute", $"{text} as x"), ("$apply", $"filter({text})"),
            ("$apply", $"compute(id add 1 as y)/filter({text})"),
            ("$apply", $"aggregate({text} with sum as x)"), ("$expand", $"events($filter={text})"),
        ])
        {
            var answer = await analytics.GetAsync("items", [KeyValuePair.Create(option, variant)]);

            if (option == "$filter" || answer.Status != 200)
            {
                var detail = answer.AssertProblem(400);
                Assert.DoesNotMatch(
                    "internal error|Microsoft|Exception|Utils|[a-z]Node|Token|Binder|QueryNode|Nullable=|Sluice\\.Analytics|System\\.|"
                    + "   at |JSON|IEEE754|incompatible|Rows\\.|child type",
                    detail);
                Assert.True(option != "$filter" || detail.Contains(part, StringComparison.Ordinal), $"{text}: {detail}");
            }
        }
    }

    [Theory]
    [InlineData("$apply", "aggregate(id with nope as s)", "no aggregation method nope; there are sum, min, max")]
    [InlineData("$apply", "filter(id gt 1)/", "empty, or a part of it")]
    [InlineData("$foo", "1", "no query option $foo")]
    public async Task A_refusal_names_what_is_wrong(string option, string text, string part) => Assert.Contains(
        part, (await analytics.GetAsync("items", [KeyValuePair.Create(option, text)])).AssertProblem(400), StringComparison.Ordinal);

    /// <summary>A name in the request may look like one of the parser's own types.</summary>
    [Theory]
    [InlineData("PriceNode")]
    [InlineData("myToken")]
    [InlineData("UriBinder")]
    [InlineData("priceUtils")]
    [InlineData("MetadataBinder")]
    [InlineData("Utils_of_price")]
    public async Task A_name_that_is_not_known_is_told_whatever_it_ends_in(string name)
    {
        foreach (var (option, text) in ((string, string)[])
        [
            ("$filter", $"{name} eq 1"), ("$filter", $"name eq '{name}' and {name} eq '{name}'"), ("$orderby", $"{name} desc"),
            ("$select", name),
            ("$expand", $"events($filter={name} eq 1)"), ("$apply", $"groupby(({name}))"), ("$compute", $"{name} add 1 as x"),
            ("$filter", $"name eq '{name}' {name}"), ("$filter", $"{name}(id) eq 1"), ("$filter", $"'internal error' eq {name}"),
        ])
        {
            var detail = (await analytics.GetAsync("items", [KeyValuePair.Create(option, text)])).AssertProblem(400);
            Assert.True(detail.Contains(name, StringComparison.Ordinal), $"{option}={text}: {detail}");
        }
    }

    [Fact]
    public async Task A_text_is_a_value_even_if_it_looks_like_sql()
    {
        var answer = await analytics.GetAsync("items", Filter("name eq '''; DROP TABLE lake.items; --' or name eq '\" OR 1=1'"));

        Assert.Empty(answer.Rows);
    }

    [Fact]
    public async Task A_filter_of_a_megabyte_is_refused() => Assert.Contains(
        "16384", (await analytics.GetAsync("items", Filter($"name eq '{new string('x', 1_000_000)}'"))).AssertProblem(400),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("(", "id eq 1", ")")]
    [InlineData("not (", "id eq 1", ")")]
    [InlineData("length(concat(name,", "name", ")) gt 1")]
    [InlineData("concat(", "name", ",name) eq ''")]
    [InlineData("-", "id", " eq 1")]
    [InlineData("events/any(e: ", "true", ")")]
    public async Task A_depth_bomb_is_refused(string open, string inner, string close)
    {
        var bomb = new StringBuilder();
        for (var i = 0; i < 900; i++)
        {
            bomb.Append(open);
        }

        bomb.Append(inner);
        for (var i = 0; i < 900; i++)
        {
            bomb.Append(close);
        }

        (await analytics.GetAsync("items", Filter(bomb.ToString()), limits: new QueryLimits { MaxLength = 1_000_000 })).AssertProblem(400);
    }

    [Fact]
    public async Task An_expression_may_be_as_deep_as_the_setting_says()
    {
        var limits = new QueryLimits { MaxDepth = 5 };

        Assert.Equal(200, (await analytics.GetAsync("items", Filter("id add 1 add 1 add 1 gt 0"), limits: limits)).Status);
        Assert.Contains(
            "5 levels", (await analytics.GetAsync("items", Filter("id add 1 add 1 add 1 add 1 gt 0"), limits: limits)).AssertProblem(400),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_chain_of_conditions_is_not_deep()
    {
        var chain = string.Join(" or ", Enumerable.Range(1, 200).Select(i => $"id eq {i}"));

        Assert.Equal(AnalyticsData.ItemCount, (await analytics.GetAsync("items", Filter(chain))).Rows.Count);
    }

    [Fact]
    public async Task More_groups_than_the_setting_says_are_refused()
    {
        var limits = new QueryLimits { MaxGroups = 59 };

        Assert.Contains(
            "59", (await analytics.GetAsync("items", Apply("groupby((id))"), limits: limits)).AssertProblem(400), StringComparison.Ordinal);
        Assert.Contains(
            "59", (await analytics.GetAsync("items", Apply("groupby((id))/aggregate($count as n)"), limits: limits)).AssertProblem(400),
            StringComparison.Ordinal);
        Assert.Equal(200, (await analytics.GetAsync("items", Apply("groupby((id))"), limits: limits with { MaxGroups = 60 })).Status);
    }

    [Fact]
    public async Task A_query_that_takes_longer_than_the_setting_says_is_ended()
    {
        var limits = new QueryLimits { Timeout = TimeSpan.Zero };

        Assert.Contains("longer", (await analytics.GetAsync("items", [], limits: limits)).AssertProblem(504), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secrets")]
    [InlineData("ITEMS")]
    [InlineData("items/name")]
    [InlineData("items(1)")]
    [InlineData("items(_file=1)")]
    [InlineData("owners('a')")]
    [InlineData("owners(99)/items")]
    [InlineData("owners(99)/items/$count")]
    [InlineData("items(_file=2,_row=99)/owner")]
    [InlineData("items(_file=2,_row=5)/owner/$count")]
    [InlineData("owners(1)/items(_file=2,_row=2)")]
    [InlineData("owners(1)/items/owner")]
    [InlineData("owners/items")]
    [InlineData("owners(99)")]
    [InlineData("owners(1")]
    [InlineData("$batch")]
    [InlineData("$entity")]
    [InlineData("../health")]
    [InlineData("items/$ref")]
    [InlineData("items/$count/$count")]
    [InlineData("Sluice.items")]
    [InlineData("lake.items")]
    public async Task What_is_not_there_is_not_found(string path) => (await analytics.GetAsync(path, [])).AssertProblem(404);

    [Theory]
    [InlineData("xml")]
    [InlineData("application/atom+xml")]
    [InlineData("application/json;odata.metadata=most")]
    public async Task A_form_that_is_not_there_is_not_acceptable(string format) =>
        (await analytics.GetAsync("items", [KeyValuePair.Create("$format", format)])).AssertProblem(406);

    private static KeyValuePair<string, string>[] Filter(string text) => [KeyValuePair.Create("$filter", text)];

    private static KeyValuePair<string, string>[] Apply(string text) => [KeyValuePair.Create("$apply", text)];
}
