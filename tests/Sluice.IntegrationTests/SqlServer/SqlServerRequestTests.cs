using Sluice.IntegrationTests.Analytics;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>The requests on the SQL Server that the tests are given.</summary>
public sealed class SqlServerRequestTests : RequestContract, IClassFixture<SqlServerAnalyticsFixture>
{
    private readonly SqlServerAnalyticsFixture analytics;

    public SqlServerRequestTests(SqlServerAnalyticsFixture analytics)
        : base(analytics)
    {
        TestDatabase.RequireServer();
        this.analytics = analytics;
    }

    [Fact]
    public async Task A_pattern_is_not_implemented() => (await analytics.GetAsync(
        "items", [KeyValuePair.Create("$filter", "matchesPattern(name,'a')")])).AssertProblem(501);

    protected override async Task RequireAsync(string request)
    {
        Assert.SkipWhen(request.Contains("matchesPattern", StringComparison.Ordinal), "SQL Server has no patterns.");
        Assert.SkipWhen(
            (request.Contains("median", StringComparison.Ordinal) || request.Contains("percentile", StringComparison.Ordinal))
                && !await analytics.HasMedianAsync(),
            "This server has no percentiles.");
    }
}
