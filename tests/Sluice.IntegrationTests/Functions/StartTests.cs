using System.Net;
using System.Net.Sockets;
using Sluice.DuckDb;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.SqlServer;
using Sluice.IntegrationTests.Warehouse;

namespace Sluice.IntegrationTests.Functions;

public sealed class StartTests : IDisposable
{
    private readonly AzuriteFixture azurite;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-start-");

    // Stands in for the Functions host: the worker connects to it, and gets no message.
    private readonly TcpListener host = new(IPAddress.Loopback, 0);

    public StartTests(AzuriteFixture azurite)
    {
        this.azurite = azurite;
        host.Start();
    }

    // What the Functions host passes to its worker.
    private string[] Command =>
    [
        FunctionsProcess.Worker,
        "--functions-uri", $"http://{host.LocalEndpoint}", "--functions-request-id", "r", "--functions-worker-id", "w",
        "--functions-grpc-max-message-length", "1000000",
    ];

    public void Dispose()
    {
        host.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("Warehouse__Provider", "",
        "The setting Warehouse__Provider is missing. Set it to the warehouse's database: DuckDb, SqlServer.")]
    [InlineData("SweepSchedule", "", "The setting SweepSchedule is missing: it is a cron expression of six fields, such as '0 0 * * * *'.")]
    [InlineData("SweepSchedule", "hourly",
        "The setting SweepSchedule is not a cron expression of six fields, seconds first, such as '0 0 * * * *'.")]
    [InlineData("FUNCTIONS_WORKER_PROCESS_COUNT", "2",
        "The setting FUNCTIONS_WORKER_PROCESS_COUNT asks for several workers, but only one process can open a DuckDb warehouse: "
            + "set FUNCTIONS_WORKER_PROCESS_COUNT to 1, or name another warehouse.")]
    public async Task A_missing_or_wrong_setting_stops_the_start_with_one_sentence(string name, string value, string sentence)
    {
        var (exitCode, output, errors) = await FunctionsProcess.RunAsync(Settings((name, value)), Command);

        Assert.Equal(1, exitCode);
        Assert.Equal(sentence, errors.Trim());
        Assert.Empty(output);
    }

    [Fact]
    public async Task A_lake_that_cannot_be_reached_stops_the_start_with_one_sentence()
    {
        var (exitCode, output, errors) = await FunctionsProcess.RunAsync(
            Settings(("LakeStorage", AzuriteServer.ConnectionStringFor(1, 1))), Command);

        Assert.Equal(1, exitCode);
        Assert.Matches(
            @"^The lake that the setting LakeStorage names cannot be reached [^\n]*: Connection refused \(127\.0\.0\.1:1\)$",
            errors.Trim());
        Assert.Empty(output);
    }

    [Fact]
    public async Task A_lake_that_refuses_the_app_stops_the_start_with_its_own_words()
    {
        var (exitCode, output, errors) = await FunctionsProcess.RunAsync(
            Settings(("LakeStorage", azurite.ConnectionString.Replace("AccountKey=", "AccountKey=AAAA", StringComparison.Ordinal))),
            Command);

        Assert.Equal(1, exitCode);
        Assert.Matches(
            @"^The lake that the setting LakeStorage names does not let this app in\. Check the account key [^\n]*: "
                + @"Server failed to authenticate the request\. [^\n]* \(403 AuthorizationFailure\)$",
            errors.Trim());
        Assert.Empty(output);
    }

    [Fact]
    public async Task A_warehouse_that_cannot_be_opened_stops_the_start_with_one_sentence()
    {
        var file = Path.Combine(folder.FullName, "no-database.duckdb");
        await File.WriteAllTextAsync(file, new string('x', 100_000), TestContext.Current.CancellationToken);

        var (exitCode, output, errors) = await FunctionsProcess.RunAsync(
            Settings(("Warehouse__ConnectionString", file)), Command);

        Assert.Equal(1, exitCode);
        Assert.Matches("^The warehouse [^\n]*no-database.duckdb[^\n]*$", errors.Trim());
        Assert.Empty(output);
    }

    [Fact]
    public async Task A_server_that_does_not_let_the_app_in_stops_the_start_with_one_sentence()
    {
        await using var server = new TdsServer { Refuse = _ => (18456, "Login failed for user 'sluice'.") };

        var (exitCode, output, errors) = await FunctionsProcess.RunAsync(
            Settings(("Warehouse__Provider", "SqlServer"), ("Warehouse__ConnectionString", server.ConnectionString)), Command);

        Assert.Equal(1, exitCode);
        Assert.Matches("^The warehouse [^\n]* cannot be used: Login failed for user 'sluice'\\. Check [^\n]*$", errors.Trim());
        Assert.Empty(output);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_waited_for_a_minute_and_the_wait_is_told()
    {
        var (exitCode, _, errors) = await FunctionsProcess.RunAsync(
            Settings(("Warehouse__Provider", "SqlServer"),
                ("Warehouse__ConnectionString", "Server=127.0.0.1,1;Database=lake;User ID=a;Password=b")),
            Command);

        Assert.Equal(1, exitCode);
        Assert.Collection(
            errors.Trim().Split('\n'),
            l => Assert.Matches(
                @"^warning: The warehouse .* cannot be used: connection refused\. Trying again for up to \d+ seconds\.$", l),
            l => Assert.Matches(@"^The warehouse .* cannot be used: connection refused\. It was tried for 6\d seconds\. ", l));
    }

    [Fact]
    public async Task A_worker_whose_host_is_gone_ends_and_lets_go_of_the_warehouse()
    {
        var worker = FunctionsProcess.RunAsync(Settings(("BlobTriggerSource", "EventGrid")), Command);
        var connections = new List<TcpClient>();
        while (connections.Count < 2)
        {
            // The worker's connection to its host, and the sign that the host is there.
            connections.Add(await host.AcceptTcpClientAsync(TestContext.Current.CancellationToken));
        }

        connections.ForEach(c => c.Dispose());
        host.Dispose();

        await worker.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await using var warehouse = DuckDbWarehouse.Open(Path.Combine(folder.FullName, "warehouse.duckdb"));
    }

    [Fact]
    public async Task A_worker_waits_for_the_warehouse_of_one_whose_host_is_gone_and_says_so()
    {
        using var holder = await WarehouseHolder.StartAsync(
            Path.Combine(folder.FullName, "warehouse.duckdb"), TestContext.Current.CancellationToken);

        var (exitCode, _, errors) = await FunctionsProcess.RunAsync(Settings(), Command);

        Assert.Equal(1, exitCode);
        Assert.Collection(
            errors.Trim().Split('\n'),
            l => Assert.Matches(
                @"^warning: The warehouse file .* is open in another process \(PID \d+\)\. Waiting up to 14 seconds until it is closed\.$",
                l),
            l => Assert.Matches("^The warehouse file .* is open in another process .*: end that process or name another file\\.$", l));
    }

    private Dictionary<string, string> Settings(params (string Name, string Value)[] changes)
    {
        var settings = new Dictionary<string, string>
        {
            ["LakeStorage"] = azurite.ConnectionString,
            ["Warehouse__Provider"] = "DuckDb",
            ["SweepSchedule"] = "0 0 * * * *",
            ["Warehouse__ConnectionString"] = Path.Combine(folder.FullName, "warehouse.duckdb"),
        };
        foreach (var (name, value) in changes)
        {
            settings[name] = value;
        }

        return settings;
    }
}
