using Sluice.IntegrationTests.Analytics;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>Expanded collections on the SQL Server that the tests are given.</summary>
public sealed class SqlServerExpandTests : ExpandContract, IClassFixture<SqlServerAnalyticsFixture>
{
    public SqlServerExpandTests(SqlServerAnalyticsFixture analytics)
        : base(analytics) => TestDatabase.RequireServer();
}
