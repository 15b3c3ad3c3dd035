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

    protected override async Task RequireAsync(string request) => Assert.SkipWhen(
        request.Contains("median", StringComparison.Ordinal) && !await analytics.HasMedianAsync(), "This server has no median.");
}
