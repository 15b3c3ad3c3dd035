using Sluice.IntegrationTests.Analytics;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>Numbers of 38 digits on the SQL Server that the tests are given.</summary>
public sealed class SqlServerWideNumberTests : WideNumberContract, IClassFixture<SqlServerNumberFixture>
{
    public SqlServerWideNumberTests(SqlServerNumberFixture numbers)
        : base(numbers) => TestDatabase.RequireServer();

    // Some servers take long to compile more.
    protected override int Steps => 8;
}
