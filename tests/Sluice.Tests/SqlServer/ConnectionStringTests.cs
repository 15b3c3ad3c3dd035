using Microsoft.Data.SqlClient;
using Sluice.SqlServer.Connections;

namespace Sluice.Tests.SqlServer;

/// <summary>A connection string is safe unless it says otherwise.</summary>
public class ConnectionStringTests
{
    [Fact]
    public void Server_and_database_are_enough()
    {
        var parts = Complete("Server=tcp:market.database.windows.net;Database=sluice");

        Assert.Equal(SqlAuthenticationMethod.ActiveDirectoryDefault, parts.Authentication);
        Assert.Equal(SqlConnectionEncryptOption.Mandatory, parts.Encrypt);
        Assert.False(parts.TrustServerCertificate);
        Assert.Equal(("Sluice", 30, 0), (parts.ApplicationName, parts.ConnectTimeout, parts.ConnectRetryCount));
        Assert.DoesNotContain("Password", parts.ConnectionString, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Authentication=Active Directory Managed Identity;User ID=00000000-0000-0000-0000-000000000001",
        SqlAuthenticationMethod.ActiveDirectoryManagedIdentity)]
    [InlineData("User ID=sa;Password=x", SqlAuthenticationMethod.NotSpecified)]
    [InlineData("Integrated Security=true", SqlAuthenticationMethod.NotSpecified)]
    public void Another_way_to_sign_in_is_kept(string says, SqlAuthenticationMethod method) =>
        Assert.Equal(method, Complete($"Server=s;Database=d;{says}").Authentication);

    [Fact]
    public void What_it_says_itself_is_kept()
    {
        var parts = Complete("Server=s;Database=d;Encrypt=Strict;Application Name=mine;Connect Timeout=5;Max Pool Size=7");

        Assert.Equal((SqlConnectionEncryptOption.Strict, "mine", 5, 7),
            (parts.Encrypt, parts.ApplicationName, parts.ConnectTimeout, parts.MaxPoolSize));
    }

    [Fact]
    public void Nothing_is_waited_for_without_end()
    {
        var parts = Complete("Server=s;Database=d;Connect Timeout=0;Command Timeout=0");

        Assert.Equal((30, 30), (parts.ConnectTimeout, parts.CommandTimeout));
    }

    [Fact]
    public void A_server_that_is_there_again_is_not_said_to_be_gone_since_it_was() =>
        Assert.Equal(PoolBlockingPeriod.NeverBlock, Complete("Server=s;Database=d").PoolBlockingPeriod);

    [Fact]
    public void Encryption_cannot_be_turned_off() =>
        Assert.Equal(SqlConnectionEncryptOption.Mandatory, Complete("Server=s;Database=d;Encrypt=Optional").Encrypt);

    [Theory]
    [InlineData("Server=s;Pasword=secret1")]
    [InlineData("secret1")]
    [InlineData("Server=s;User ID=sa;Password=secret1")]
    [InlineData("Database=d;Password=secret1")]
    [InlineData("Server=s;Database=d;Connect Timeout=secret1")]
    public void One_that_is_wrong_is_refused_without_a_word_of_it(string text)
    {
        Assert.False(SqlServerConnectionString.TryComplete(text, out _, out var fault));
        Assert.DoesNotContain("secret1", fault, StringComparison.Ordinal);
        Assert.EndsWith(".", fault, StringComparison.Ordinal);
    }

    private static SqlConnectionStringBuilder Complete(string text)
    {
        Assert.True(SqlServerConnectionString.TryComplete(text, out var complete, out _));
        return new SqlConnectionStringBuilder(complete);
    }
}
