using Sluice.IntegrationTests.Analytics;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>Parquet and Arrow on the SQL Server that the tests are given.</summary>
public sealed class SqlServerColumnarTests : ColumnarContract, IClassFixture<SqlServerProfileFixture>
{
    public SqlServerColumnarTests(SqlServerProfileFixture tables)
        : base(tables, hasInfinity: false) => TestDatabase.RequireServer();
}
