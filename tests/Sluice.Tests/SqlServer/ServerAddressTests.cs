using Microsoft.Data.SqlClient;
using Sluice.SqlServer.Connections;

namespace Sluice.Tests.SqlServer;

/// <summary>Where a silent server is looked for: exactly where SqlClient would.</summary>
public class ServerAddressTests
{
    [Theory]
    [InlineData("market.database.windows.net", "market.database.windows.net:1433")]
    [InlineData("tcp:market.database.windows.net", "market.database.windows.net:1433")]
    [InlineData("TCP:127.0.0.1,11433", "127.0.0.1:11433")]
    [InlineData("sql, 1444", "sql:1444")]
    [InlineData(".", "localhost:1433")]
    [InlineData("(local),1500", "localhost:1500")]
    [InlineData("::1", "::1:1433")]
    [InlineData(@"sql\other,1500", "sql:1500")]
    public void It_is_in_the_connection_string(string source, string address) => Assert.Equal(address, Of(source)?.ToString());

    [Theory]
    [InlineData(@"sql\other")]
    [InlineData(@"(localdb)\mssqllocaldb")]
    [InlineData("np:sql")]
    [InlineData(@"\\sql\pipe\query")]
    [InlineData("sql,http")]
    [InlineData("sql,0")]
    [InlineData("sql,99999")]
    public void Or_it_is_not_known(string source) => Assert.Null(Of(source));

    [Fact]
    public void Of_two_servers_either_may_be_there() =>
        Assert.Null(ServerAddress.From(new SqlConnectionStringBuilder { DataSource = "sql", FailoverPartner = "other" }));

    private static ServerAddress? Of(string source) => ServerAddress.From(new SqlConnectionStringBuilder { DataSource = source });
}
