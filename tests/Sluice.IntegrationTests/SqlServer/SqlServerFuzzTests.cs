using Sluice.IntegrationTests.Analytics;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>Random requests on the SQL Server that the tests are given.</summary>
public sealed class SqlServerFuzzTests : FuzzContract, IClassFixture<SqlServerAnalyticsFixture>
{
    private readonly SqlServerAnalyticsFixture analytics;

    public SqlServerFuzzTests(SqlServerAnalyticsFixture analytics)
        : base(analytics)
    {
        TestDatabase.RequireServer();
        this.analytics = analytics;
    }

    protected override Task<bool> HasMedianAsync() => analytics.HasMedianAsync();

    protected override Task<bool> HasExtremesAsync() => analytics.HasExtremesAsync();
}
