using System.Globalization;
using Sluice.Analytics.Access;
using Sluice.Analytics.Model;
using Sluice.IntegrationTests.Analytics.Oracle;
using Sluice.Lake.Definition;

namespace Sluice.IntegrationTests.Analytics.Access;

/// <summary>
/// With random filters of rows, the answer to a caller is that of the same request over tables that have only the rows of the caller.
/// </summary>
public abstract class RowFilterContract(AnalyticsFixture analytics)
{
    private const string Items = "items";

    private static readonly int Count = Effort.Of(usual: 25, thorough: 150);
    private static readonly string[] Cities = ["Porto", "Lyon", "Graz", "x' or 1 eq 1"];

    [Fact]
    public Task A_filter_of_a_caller_has_only_the_rows_of_the_caller() => AssertRightAsync(11, "$filter", r => r.Condition());

    [Fact]
    public Task A_chain_of_transformations_has_only_the_rows_of_the_caller() => AssertRightAsync(12, "$apply", r => r.Apply());

    [Fact]
    public Task What_is_expanded_has_only_the_rows_of_the_caller() => AssertRightAsync(13, "$expand", r => r.Expand());

    [Theory]
    [InlineData("city ne @claim.none")]
    [InlineData("not (city eq @claim.none)")]
    [InlineData("id lt @claim.none or true eq true")]
    [InlineData("not contains(city,@claim.none)")]
    [InlineData("items/all(i: i/name ne @claim.none)")]
    [InlineData("id ne @claim.text")]
    [InlineData("since ge @claim.text")]
    [InlineData("id gt @claim.many")]
    public async Task A_claim_that_is_missing_or_of_another_type_lets_no_row_pass(string filter)
    {
        var caller = Caller(("text", ["x"]), ("many", ["1", "2"]));
        var model = ModelOf(new() { ["owners"] = filter });

        Assert.Empty((await analytics.GetAsync(model, caller, "owners", [])).Rows);
    }

    [Theory]
    [InlineData("city ne @claim.city", "city ne 'Lyon'")]
    [InlineData("not (city eq @claim.city)", "city ne 'Lyon'")]
    [InlineData("city eq @claim.cities", "city eq 'Lyon' or city eq 'Graz'")]
    [InlineData("city ne @claim.cities", "city ne 'Lyon' and city ne 'Graz'")]
    [InlineData("id gt @claim.id", "id gt 3")]
    [InlineData("since lt @claim.day", "since lt 2021-06-01")]
    [InlineData("startswith(city,@claim.start)", "startswith(city,'L')")]
    [InlineData("items/any(i: i/qty gt @claim.id)", "items/any(i: i/qty gt 3)")]
    public async Task A_claim_has_the_type_that_it_is_compared_with(string filter, string same)
    {
        var caller = Caller(("city", ["Lyon"]), ("cities", ["Lyon", "Graz"]), ("id", ["3"]), ("day", ["2021-06-01"]), ("start", ["L"]));
        var expected = await analytics.GetAsync("owners", [KeyValuePair.Create("$filter", same)]);

        var answer = await analytics.GetAsync(ModelOf(new() { ["owners"] = filter }), caller, "owners", []);

        Assert.NotEmpty(expected.Rows);
        Assert.Equal(expected.Rows.Select(r => r.GetRawText()), answer.Rows.Select(r => r.GetRawText()));
    }

    private async Task AssertRightAsync(int seed, string option, Func<RandomRequests, string> next)
    {
        var random = new Random(seed);
        var requests = new RandomRequests(seed, await HasMedianAsync(), await HasExtremesAsync());
        var (answered, hidden) = (0, 0);
        for (var i = 0; i < Count; i++)
        {
            string[] cities = [.. Cities.Where(_ => random.Next(2) == 0)];
            var amount = random.Next(10_000) / 100m;
            var condition = requests.Condition(2);
            var caller = Caller(("city", cities), ("amount", [amount.ToString(CultureInfo.InvariantCulture)]));
            if (Seen(condition, cities, amount) is not { } seen)
            {
                continue;
            }

            var model = ModelOf(new()
            {
                [Items] = condition,
                ["owners"] = "city eq @claim.city",
                ["events"] = "amount gt @claim.amount",
            });
            var text = next(requests);
            var answer = await analytics.GetAsync(model, caller, Items, [KeyValuePair.Create(option, text)]);
            var about = $"{condition} | {string.Join(',', cities)} | {amount} | {option}={text}";
            Assert.True(answer.Status is 200 or 400, $"{about}: {answer.Status} {answer.Text}");

            // The oracle knows the properties of a rollup only from rows.
            if (answer.Status == 200 && (seen[Items].Count > 0 || option != "$apply"))
            {
                var expected = new OracleQuery(seen).Answer(Items, new Dictionary<string, string> { [option] = text });
                RowComparison.AssertSame(expected, answer.Rows, about);
                answered++;
                hidden += seen[Items].Count < AnalyticsData.ItemCount ? 1 : 0;
            }
        }

        Assert.True(answered > Count / 2 && hidden > Count / 4, $"Of {Count}, {answered} were answered, {hidden} with hidden rows.");
    }

    /// <summary>Whether the server has a median. A server that stands in for SQL Server may not.</summary>
    protected virtual Task<bool> HasMedianAsync() => Task.FromResult(true);

    /// <summary>Whether the server has minimum and maximum of decimals in groups.</summary>
    protected virtual Task<bool> HasExtremesAsync() => Task.FromResult(true);

    // The rows of the caller, or null if the condition is no filter.
    private OracleData? Seen(string condition, string[] cities, decimal amount)
    {
        if (RowFilters.Check(LakeOf(new() { [Items] = condition })).Any())
        {
            return null;
        }

        var ids = new OracleQuery(analytics.Data).Answer(Items, new Dictionary<string, string> { ["$filter"] = condition })
            .Select(r => r["id"]).ToHashSet();
        return analytics.Data.Where(r => r.Set switch
        {
            Items => ids.Contains(r["id"]),
            "owners" => cities.Contains(r["city"]),
            "events" => r["amount"] is decimal a && a > amount,
            _ => true,
        });
    }

    private AnalyticsModel ModelOf(Dictionary<string, string> filters) => AnalyticsModel.From(LakeOf(filters));

    private LakeDefinition LakeOf(Dictionary<string, string> filters) => new(
        analytics.Lake.Name,
        [
            .. analytics.Lake.Datasets.Select(d => filters.TryGetValue(d.Name, out var filter)
                ? d with { RowFilters = new Dictionary<string, string> { ["partner"] = filter } }
                : d),
        ]);

    private static Caller Caller(params (string Name, string[] Values)[] claims) => new(
        "p", "A partner", new HashSet<string> { AppRoles.Reader, "partner" },
        claims.ToDictionary(c => c.Name, c => (IReadOnlyList<string>)c.Values));
}
