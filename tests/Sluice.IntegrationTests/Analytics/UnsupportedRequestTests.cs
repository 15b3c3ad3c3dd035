namespace Sluice.IntegrationTests.Analytics;

/// <summary>Newer parts of the standard are refused where they are wrong, too large, or not there.</summary>
public sealed class UnsupportedRequestTests(AnalyticsFixture analytics) : IClassFixture<AnalyticsFixture>
{
    [Theory]
    [InlineData("$expand", "events/$count")]
    [InlineData("$expand", "events/$ref")]
    [InlineData("$expand", "events($apply=aggregate($count as n))")]
    [InlineData("$expand", "events($compute=amount mul 2 as twice)")]
    [InlineData("$filter", "geo.distance(id,id) lt 5")]
    [InlineData("$filter", "cast(id,Edm.Int32) eq 1")]
    [InlineData("$filter", "matchesPattern(name,owner/city)")]
    [InlineData("$filter", "at add (at sub at) gt at")]
    [InlineData("$apply", "nest(groupby((name)) as x)")]
    [InlineData("$apply", "join(events as e)")]
    [InlineData("$apply", "groupby((name),topcount(1,price))")]
    [InlineData("$index", "1")]
    [InlineData("$schemaversion", "1")]
    public async Task What_the_standard_has_and_the_service_does_not_is_not_implemented(string option, string text) =>
        (await analytics.GetAsync("items", [KeyValuePair.Create(option, text)])).AssertProblem(501);

    [Theory]
    [InlineData("concat(identity)")]
    [InlineData("concat()")]
    [InlineData("concat(identity,")]
    [InlineData("concat(compute(id as x),compute(name as x))")]
    [InlineData("concat(groupby((owner/city)),compute(1 as owner))")]
    [InlineData("top(-1)")]
    [InlineData("top(a)")]
    [InlineData("top()")]
    [InlineData("topcount(a,b)")]
    [InlineData("topcount(1)")]
    [InlineData("topcount(1,price desc)")]
    [InlineData("topsum(1,name)")]
    [InlineData("topsum('a',price)")]
    [InlineData("toppercent(INF,price)")]
    [InlineData("topsum(1,null)")]
    [InlineData("orderby()")]
    [InlineData("rollup(name)")]
    [InlineData("groupby((rollup()))")]
    [InlineData("groupby((rollup($all)))")]
    [InlineData("search()")]
    [InlineData("identity()")]
    public async Task A_step_that_is_wrong_is_refused(string apply) =>
        (await analytics.GetAsync("items", Apply(apply))).AssertProblem(400);

    [Fact]
    public async Task Branches_cannot_multiply_or_nest_without_end()
    {
        var many = string.Join('/', Enumerable.Repeat("concat(identity,identity)", 40));
        var deep = string.Concat(Enumerable.Repeat("concat(identity,", 200)) + "identity" + new string(')', 200);

        Assert.Contains("64 branches", (await analytics.GetAsync("items", Apply(many))).AssertProblem(400), StringComparison.Ordinal);
        Assert.Contains("nested deeper", (await analytics.GetAsync("items", Apply(deep))).AssertProblem(400), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(a")]
    [InlineData("(?=a)")]
    [InlineData("(a)\\1")]
    [InlineData("a{5000}")]
    public async Task A_pattern_that_cannot_be_read_is_refused(string pattern) => Assert.Contains(
        "matchesPattern", (await analytics.GetAsync("items", Filter($"matchesPattern(name,'{pattern}')"))).AssertProblem(400),
        StringComparison.Ordinal);

    private static KeyValuePair<string, string>[] Filter(string text) => [KeyValuePair.Create("$filter", text)];

    private static KeyValuePair<string, string>[] Apply(string text) => [KeyValuePair.Create("$apply", text)];
}
