using Sluice.IntegrationTests.Analytics.Access;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>Filters of rows on the SQL Server that the tests are given.</summary>
public sealed class SqlServerRowFilterTests : RowFilterContract, IClassFixture<SqlServerAnalyticsFixture>
{
    private readonly SqlServerAnalyticsFixture analytics;

    public SqlServerRowFilterTests(SqlServerAnalyticsFixture analytics)
        : base(analytics)
    {
        TestDatabase.RequireServer();
        this.analytics = analytics;
    }

    protected override Task<bool> HasMedianAsync() => analytics.HasMedianAsync();

    protected override Task<bool> HasExtremesAsync() => analytics.HasExtremesAsync();
}
