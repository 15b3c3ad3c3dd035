using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Sluice.IntegrationTests.SqlServer;

namespace Sluice.IntegrationTests.Local;

/// <summary>What a person sees if SQL Server has a fault when a verb starts.</summary>
public sealed class WarehouseTroubleTests : IDisposable
{
    private readonly TemporaryFolder home = new();

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData("run", "--port", "0")]
    [InlineData("demo", "--exit", "--rows", "100", "--port", "0")]
    [InlineData("sweep")]
    [InlineData("load", "--dataset", "ads")]
    public async Task A_server_that_does_not_let_the_app_in_ends_each_verb_with_3_and_one_sentence(params string[] verb)
    {
        await using var server = new TdsServer { Refuse = _ => (18456, "Login failed for user 'sluice'") };
        var file = verb[0] == "load" ? [home.Write("Ads.csv", "id\n1\n")] : Array.Empty<string>();

        var (exitCode, output, errors) = await Cli.RunWithAsync(
            Settings(server.ConnectionString), [.. verb, .. file, "--home", home.Of("home")]);

        Assert.Equal(3, exitCode);
        Assert.Equal(
            $"The warehouse (lake on tcp:127.0.0.1,{server.Port}) cannot be used: Login failed for user 'sluice'. "
            + "Check the sign-in in the setting Warehouse__ConnectionString and the logins of the server.",
            Assert.Single(errors));
        Assert.Empty(output);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_at_once_and_given_up_after_a_minute_with_3()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var watch = Stopwatch.StartNew();
        await using var cli = Cli.StartWith(
            Settings($"Server=127.0.0.1,{port};Database=lake;User ID=a;Password=b"), "run", "--port", "0", "--home", home.Path);

        await cli.WaitForErrorAsync(
            $@"^warning: The warehouse \(lake on 127\.0\.0\.1,{port}\) cannot be used: connection refused\. "
            + @"Trying again for up to 5\d seconds\.$");

        // Azurite has started by then.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.Equal(3, await cli.WaitAsync());
        Assert.InRange(watch.Elapsed, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(100));
        Assert.Matches(
            @"cannot be used: connection refused\. It was tried for 6\d seconds\. Check whether the server is running and listens there\.$",
            cli.Errors[^1]);
        Assert.Equal(2, cli.Errors.Count);
    }

    private static string[] Settings(string connectionString) =>
        ["Warehouse__Provider=SqlServer", $"Warehouse__ConnectionString={connectionString}"];
}
