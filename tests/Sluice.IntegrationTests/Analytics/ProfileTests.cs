using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>Profiles on DuckDB, and over HTTP.</summary>
public sealed class ProfileTests(ProfileFixture profiles) : ProfileContract(profiles, hasInfinity: true), IClassFixture<ProfileFixture>
{
    private readonly ProfileFixture profiles = profiles;

    [Fact]
    public async Task A_client_that_has_the_profile_gets_only_the_news_that_it_is_the_same()
    {
        var answer = await profiles.GetAsync("mixed/profile", []);
        Assert.Equal((200, "application/json; charset=utf-8"), (answer.Status, answer.ContentType));

        foreach (var known in (string[])[answer.ETag!, $"W/{answer.ETag}, \"other\"", "*"])
        {
            var same = await profiles.GetAsync("mixed/profile", [], new Dictionary<string, string> { ["If-None-Match"] = known });
            Assert.Equal((304, ""), (same.Status, same.Text));
        }

        var other = await profiles.GetAsync("mixed/profile", [], new Dictionary<string, string> { ["If-None-Match"] = "\"other\"" });
        Assert.Equal((200, answer.Text), (other.Status, other.Text));
    }

    [Theory]
    [InlineData("nothing_of_this_name/profile", "", 404)]
    [InlineData("mixed/profile/profile", "", 404)]
    [InlineData("mixed/profiles", "", 404)]
    [InlineData("mixed/profile", "$filter", 400)]
    [InlineData("mixed/profile", "$top", 400)]
    [InlineData("mixed/profile", "other", 400)]
    [InlineData("mixed/profile", "$format", 406)]
    public async Task What_is_wrong_with_a_request_is_told(string path, string option, int status)
    {
        var answer = await profiles.GetAsync(
            path, option.Length == 0 ? [] : [KeyValuePair.Create(option, option == "$format" ? "csv" : "1")]);

        Assert.NotEmpty(answer.AssertProblem(status));
    }

    [Fact]
    public async Task A_table_of_three_hundred_columns_has_a_profile()
    {
        const int Columns = 300;
        var dataset = Datasets.Of("wide", [.. Enumerable.Range(0, Columns).Select(i => Column(i))]);
        await using var warehouse = Sluice.DuckDb.DuckDbWarehouse.Open(":memory:");
        await warehouse.PrepareAsync(new LakeDefinition("wide", [dataset]), TestContext.Current.CancellationToken);
        await new LoadDriver(warehouse).LoadAsync(
            dataset, LoadDriver.Version("data/people/a.csv"),
            [.. Enumerable.Range(0, 3).Select(r => Enumerable.Range(0, Columns).Select(i => Value(i, r)).ToArray())]);
        var model = Sluice.Analytics.Model.AnalyticsModel.From(new LakeDefinition("wide", [dataset]));
        using var service = new Sluice.Analytics.AnalyticsService(
            model, warehouse.Queries, new Sluice.Analytics.Requests.QueryLimits(), TimeProvider.System);

        var profile = await service.ProfileAsync(model.Find("wide")!, TestContext.Current.CancellationToken);

        var columns = System.Text.Json.JsonElement.Parse(profile.Body.Span).GetProperty("columns").EnumerateArray().ToList();
        Assert.Equal(Columns + 2, columns.Count);
        Assert.All(columns.Take(Columns), c => Assert.Equal(3, c.GetProperty("distinct").GetInt32()));

        static Field Column(int i) => i % 2 == 0 ? Datasets.Text($"c{i}") : Datasets.Integer($"c{i}");
        static object? Value(int i, int row) => i % 2 == 0 ? $"{row}" : (long)row;
    }
}
