using Sluice.IntegrationTests.Analytics;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>Profiles on the SQL Server that the tests are given.</summary>
public sealed class SqlServerProfileTests : ProfileContract, IClassFixture<SqlServerProfileFixture>
{
    public SqlServerProfileTests(SqlServerProfileFixture profiles)
        : base(profiles, hasInfinity: false) => TestDatabase.RequireServer();
}
