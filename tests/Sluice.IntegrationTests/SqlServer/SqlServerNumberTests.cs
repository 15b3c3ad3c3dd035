using Sluice.IntegrationTests.Analytics;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>Numbers on the SQL Server that the tests are given.</summary>
public sealed class SqlServerNumberTests : NumberContract, IClassFixture<SqlServerNumberFixture>
{
    public SqlServerNumberTests(SqlServerNumberFixture numbers)
        : base(numbers) => TestDatabase.RequireServer();
}
