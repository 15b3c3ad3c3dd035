using System.Net;
using System.Net.Sockets;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake.Definition;
using Sluice.SqlServer;
using Sluice.SqlServer.Connections;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>
/// A warehouse that cannot be used when the app starts. A message says what is wrong within seconds. A fault that may pass is retried
/// for a minute. The last message says what, where, why, and what to do.
/// </summary>
public sealed class UnreachableTests
{
    private const string Database = "The warehouse (lake on tcp:127.0.0.1,";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(5);

    // With a fast clock, this machine's own delays count many times.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(90);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_not_there_is_waited_for_a_minute()
    {
        var (message, status) = await FailToPrepareAsync($"Server=tcp:127.0.0.1,{ClosedPort()};Database=lake;User ID=a;Password=b");

        Assert.Matches(
            $@"^{Pattern(Database)}\d+\) cannot be used: connection refused\. It was tried for \d+ seconds\. "
            + @"Check whether the server is running and listens there\.$",
            message);
        Assert.Matches($@"^{Pattern(Database)}\d+\) cannot be used: connection refused\. Trying again for up to \d+ seconds\.$",
            OnlyFault(status.Sentences));
        Assert.InRange(status.Elapsed, Minute, Minute + Slack);
    }

    [Fact]
    public async Task What_is_wrong_is_told_within_seconds()
    {
        using var stop = new CancellationTokenSource();
        var status = new RecordedStatus(TimeProvider.System);
        await using var warehouse = Open(
            $"Server=tcp:127.0.0.1,{ClosedPort()};Database=lake;User ID=a;Password=b", TimeProvider.System, status);

        var preparing = warehouse.PrepareAsync(Lake(), stop.Token);
        await status.Received.WaitAsync(Cancel);
        await stop.CancelAsync();

        Assert.InRange(status.Elapsed, TimeSpan.Zero, Seconds);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => preparing);
    }

    [Fact]
    public async Task So_is_one_whose_name_is_not_known()
    {
        var (message, status) = await FailToPrepareAsync("Server=tcp:nowhere.invalid;Database=lake;User ID=a;Password=b");

        Assert.Matches(
            @"^The warehouse \(lake on tcp:nowhere\.invalid\) cannot be used: the name of the server cannot be resolved\. "
            + @"It was tried for \d+ seconds\. "
            + @"Check the server in the setting Warehouse__ConnectionString\.$",
            message);
        Assert.Matches(@"cannot be resolved\. Trying again for up to \d+ seconds\.$", OnlyFault(status.Sentences));
        Assert.InRange(status.Elapsed, Minute, Minute + Slack);
    }

    [Fact]
    public async Task So_is_one_that_takes_connections_and_says_nothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var (message, status) = await FailToPrepareAsync(
            $"Server=tcp:{listener.LocalEndpoint.ToString()!.Replace(':', ',')};Database=lake;User ID=a;Password=b");

        Assert.Contains(
            $"{listener.LocalEndpoint} accepts connections, but the sign-in has not completed after 4 seconds. Trying again for up to ",
            Assert.Single(status.Sentences),
            StringComparison.Ordinal);
        Assert.Contains($"{listener.LocalEndpoint} accepts connections, but the sign-in", message, StringComparison.Ordinal);
        Assert.InRange(status.Elapsed, Minute, Minute + Slack);
    }

    [Fact]
    public async Task So_is_one_that_closes_connections_before_it_says_anything()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var end = new CancellationTokenSource();
        var closing = CloseAllAsync(listener, end.Token);

        var (message, status) = await FailToPrepareAsync(
            $"Server={listener.LocalEndpoint.ToString()!.Replace(':', ',')};Database=lake;User ID=a;Password=b");

        Assert.Contains(" an error occurred during the pre-login handshake. It was tried for ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("provider", message, StringComparison.Ordinal);
        Assert.Contains(" an error occurred during the pre-login handshake. ", OnlyFault(status.Sentences), StringComparison.Ordinal);
        Assert.InRange(status.Elapsed, Minute, Minute + Slack);
        await end.CancelAsync();
        await closing;
    }

    [Theory]
    [InlineData(18456, "Login failed for user 'sluice'.",
        "Check the sign-in in the setting Warehouse__ConnectionString and the logins of the server.")]
    [InlineData(18456, "Login failed for user \"sluice\"",
        "Check the sign-in in the setting Warehouse__ConnectionString and the logins of the server.")]
    [InlineData(
        40615, "Cannot open server 'x' requested by the login. Client with IP address '1.2.3.4' is not allowed to access the server.",
        "Allow this machine in the firewall or the network rules of the server.")]
    [InlineData(47073, "Connection was denied because Deny Public Network Access is set to Yes.",
        "Allow this machine in the firewall or the network rules of the server.")]
    public async Task What_only_a_person_can_mend_is_not_tried_again(int number, string says, string advice)
    {
        await using var server = new TdsServer { Refuse = _ => (number, says) };

        var (message, status) = await FailToPrepareAsync(server.ConnectionString, TimeProvider.System);

        Assert.Equal($"{Database}{server.Port}) cannot be used: {says.TrimEnd('.')}. {advice}", message);
        Assert.Empty(status.Sentences);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_waited_for_some_seconds_since_it_may_be_moving()
    {
        await using var server =
            new TdsServer { Refuse = _ => (4060, "Cannot open database \"lake\" requested by the login. The login failed.") };

        var (message, status) = await FailToPrepareAsync(server.ConnectionString, new FastTime(factor: 5));

        Assert.Matches(
            @"cannot be used: Cannot open database ""lake"" requested by the login\. The login failed\. It was tried for \d+ seconds\. "
            + @"Check whether the database exists and whether this login may use it\.$",
            message);
        Assert.Contains(status.Sentences, n => n.Contains("The login failed. Trying again for up to ", StringComparison.Ordinal));
        Assert.InRange(status.Elapsed, Seconds, Minute);
        Assert.InRange(server.Connections, 2, 10);
    }

    [Theory]
    [InlineData(40613, "Database 'lake' on server 'x' is not currently available.")]
    [InlineData(18401, "Login failed. Reason: Server is in script upgrade mode.")]
    public async Task A_database_that_wakes_up_is_waited_for(int number, string says)
    {
        await using var server = new TdsServer { Refuse = connection => connection < 4 ? (number, says) : null };
        var time = new FastTime();
        var status = new RecordedStatus(time);
        await using var warehouse = Open(server.ConnectionString, time, status);

        await warehouse.CheckAsync(Cancel);

        Assert.Contains(
            $"cannot be used: {says} Trying again for up to ", OnlyFault(status.Sentences.SkipLast(1)), StringComparison.Ordinal);
        Assert.Equal($"{Database}{server.Port}) is available again.", status.Sentences[^1]);
    }

    [Fact]
    public async Task A_server_that_starts_later_is_found()
    {
        var port = ClosedPort();
        var time = new FastTime();
        var status = new RecordedStatus(time);
        string connectionString;
        await using (var before = new TdsServer(port))
        {
            connectionString = before.UntrustingConnectionString;
        }

        await using var warehouse = Open(connectionString, time, status);
        var checking = warehouse.TryLockAsync("data/people/a.csv", Cancel);
        await status.Received.WaitAsync(Cancel);

        // The certificate is for another name. That is as far as the sign-in gets: the server is there.
        await using var server = new TdsServer(port);
        var exception = await Assert.ThrowsAsync<WarehouseUnavailableException>(() => checking);
        Assert.Contains("TLS", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_not_tried_again()
    {
        await using var server = new TdsServer();

        var (message, status) = await FailToPrepareAsync(server.UntrustingConnectionString, TimeProvider.System);

        Assert.StartsWith($"{Database}{server.Port}) cannot be used: the TLS handshake failed: ", message, StringComparison.Ordinal);
        Assert.EndsWith(
            ". Check whether the server's certificate is for the name in Warehouse__ConnectionString and is trusted on this machine; "
            + "for a test server, set TrustServerCertificate=True.",
            message, StringComparison.Ordinal);
        Assert.Empty(status.Sentences);
    }

    [Fact]
    public async Task A_way_to_a_server_that_this_system_does_not_have_is_told_in_a_sentence()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has LocalDB.");

        var (message, _) = await FailToPrepareAsync(@"Server=(localdb)\x;Database=lake;User ID=a;Password=b");

        Assert.Equal(
            @"The warehouse (lake on (localdb)\x) cannot be used: LocalDB is not supported on this platform. "
            + "Check the setting Warehouse__ConnectionString.",
            message);
    }

    [Fact]
    public async Task Who_stops_the_app_does_not_wait_for_the_server()
    {
        using var stop = new CancellationTokenSource();
        var status = new RecordedStatus(TimeProvider.System);
        await using var warehouse = Open(
            $"Server=127.0.0.1,{ClosedPort()};Database=lake;User ID=a;Password=b", TimeProvider.System, status);
        var preparing = warehouse.PrepareAsync(Lake(), stop.Token);
        await stop.CancelAsync();
        var cancelled = status.Elapsed;

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => preparing);

        Assert.IsType<WarehouseUnavailableException>(exception.InnerException);
        Assert.InRange(status.Elapsed - cancelled, TimeSpan.Zero, Seconds);
    }

    // A fault is told again only after another one. With a fast clock, one of a slow sign-in may come between on a busy machine.
    private static string OnlyFault(IEnumerable<string> sentences) =>
        Assert.Single(sentences.Where(s => !s.Contains("the sign-in has not completed", StringComparison.Ordinal))
            .DistinctBy(s => s[..s.IndexOf("Trying again", StringComparison.Ordinal)]));

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task CloseAllAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                (await listener.AcceptTcpClientAsync(cancellationToken)).Dispose();
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static async Task<(string Message, RecordedStatus Status)> FailToPrepareAsync(
        string connectionString, TimeProvider? system = null)
    {
        var time = system ?? new FastTime();
        var status = new RecordedStatus(time);
        await using var warehouse = Open(connectionString, time, status);
        var exception = await Assert.ThrowsAsync<WarehouseUnavailableException>(() => warehouse.PrepareAsync(Lake(), Cancel));
        return (exception.Message, status);
    }

    private static SqlServerWarehouse Open(string connectionString, TimeProvider time, IProgress<string> status)
    {
        Assert.True(SqlServerConnectionString.TryComplete(connectionString, out var complete, out var fault), fault);
        return new SqlServerWarehouse(complete, time, status);
    }

    private static LakeDefinition Lake() => new("test", [Datasets.People("people", WriteMode.Append)]);

    private static string Pattern(string text) => System.Text.RegularExpressions.Regex.Escape(text);
}
