using System.Diagnostics;
using System.Net;
using Microsoft.Data.SqlClient;
using Sluice.Analytics.Queries;
using Sluice.IntegrationTests.Local;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake.Definition;
using Sluice.SqlServer;
using Sluice.SqlServer.Locks;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>The same faults as in the tests with a simulated server, on the given SQL Server.</summary>
public sealed class SqlServerFaultTests(SharedDatabase shared) : IClassFixture<SharedDatabase>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(8);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static LakeDefinition Lake { get; } = new("test", [Datasets.People("people", WriteMode.Append)]);

    [Fact]
    public async Task A_database_that_is_not_there_is_named_and_not_waited_for_longer_than_some_seconds()
    {
        var database = await PreparedAsync();
        var status = new RecordedStatus(TimeProvider.System);
        await using var warehouse = new SqlServerWarehouse(
            new SqlConnectionStringBuilder(database.ConnectionString) { InitialCatalog = "no-such" }.ConnectionString,
            TimeProvider.System, status);

        var exception = await Assert.ThrowsAsync<WarehouseUnavailableException>(() => warehouse.PrepareAsync(Lake, Cancel));

        Assert.Matches(@"^The warehouse \(no-such on [^)]*\) cannot be used: [^""]*""no-such""[^.]*\. .*Check [^.]*\.$", exception.Message);
        Assert.InRange(status.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Health_goes_by_another_connection_when_one_is_silent()
    {
        var database = await PreparedAsync();
        await using var proxy = FaultProxy.Of(database);
        await using var warehouse = Open(database, proxy, commandSeconds: 30);
        await warehouse.CheckAsync(Cancel);
        proxy.Arm(Fault.Stall, toAnswer: true, 1);
        var watch = Stopwatch.StartNew();

        await warehouse.CheckAsync(Cancel);

        Assert.True(proxy.HasHappened);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task What_a_sweep_asks_for_is_asked_for_again_on_another_connection()
    {
        var database = await PreparedAsync();
        await using var proxy = FaultProxy.Of(database);
        await using var warehouse = Open(database, proxy, commandSeconds: (int)Limit.TotalSeconds);
        await warehouse.CheckAsync(Cancel);
        proxy.Arm(Fault.Stall, toAnswer: true, 1);
        var watch = Stopwatch.StartNew();

        Assert.Empty(await warehouse.ReadFilesAsync("people", Cancel));

        Assert.True(proxy.HasHappened);
        Assert.InRange(watch.Elapsed, Limit, Limit + Slack);
    }

    [Fact]
    public async Task A_query_ends_in_its_time_and_the_next_one_is_answered()
    {
        var database = await PreparedAsync();
        await using var proxy = FaultProxy.Of(database);
        await using var warehouse = Open(database, proxy, commandSeconds: 30);
        var queries = warehouse.Queries;
        await warehouse.CheckAsync(Cancel);
        proxy.Arm(Fault.Stall, toAnswer: true, 1);
        using var limit = new CancellationTokenSource(Limit);
        var watch = Stopwatch.StartNew();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => queries.QueryAsync(new QueryText("SELECT 1;", []), limit.Token));

        Assert.IsType<WarehouseUnavailableException>(exception.InnerException);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Limit + Slack);
        await using var rows = await queries.QueryAsync(new QueryText("SELECT 2;", []), Cancel);
        Assert.True(await rows.ReadAsync());
        Assert.Equal(2, rows.Row.GetInt32(0));
    }

    [Fact]
    public async Task A_query_that_takes_too_long_is_cancelled_and_not_said_to_be_the_servers_fault()
    {
        var database = await PreparedAsync();
        Assert.SkipUnless(
            await database.CanAsync("SELECT 1 / CASE WHEN @@VERSION LIKE '%Babelfish%' THEN 0 ELSE 1 END;"),
            "This server does not hear while it works that nobody wants the answer any more.");
        await using var warehouse = database.Open();
        var queries = warehouse.Queries;
        const string Long =
            "SELECT COUNT_BIG(*) FROM sys.all_columns AS a CROSS JOIN sys.all_columns AS b CROSS JOIN sys.all_columns AS c;";
        using var limit = new CancellationTokenSource(Limit);
        var watch = Stopwatch.StartNew();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () =>
            {
                await using var rows = await queries.QueryAsync(new QueryText(Long, []), limit.Token);
                await rows.ReadAsync();
            });

        Assert.IsNotType<WarehouseUnavailableException>(exception.InnerException);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Limit + Slack);
    }

    [Fact]
    public async Task Whoever_waits_for_another_process_that_prepares_hears_of_it()
    {
        var database = await PreparedAsync();
        var status = new RecordedStatus(TimeProvider.System);
        await using var warehouse = new SqlServerWarehouse(database.ConnectionString, TimeProvider.System, status);
        await using var holding = database.Open();
        var other = await AcquirePreparationLockAsync(holding);

        var preparing = warehouse.PrepareAsync(Lake, Cancel);
        await status.Received.WaitAsync(Cancel);
        await other.DisposeAsync();
        await preparing;

        Assert.Equal("Another process is preparing the tables of the warehouse. This process waits until it has finished.",
            Assert.Single(status.Sentences));
    }

    [Fact]
    public async Task A_server_that_goes_while_the_app_runs_is_the_reason_that_whoever_asks_is_told()
    {
        var database = await PreparedAsync();
        await using var proxy = FaultProxy.Of(database);
        using var home = new TemporaryFolder();
        await using var lake = await LocalLake.StartWithAsync(Settings(ConnectionStringOf(database, proxy)), home.Path);
        using (var before = await lake.GetAsync("data/users/$count"))
        {
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        }

        await proxy.DisposeAsync();
        var watch = Stopwatch.StartNew();
        using var after = await lake.GetAsync("data/users/$count");
        using var health = await lake.GetAsync("health");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, after.StatusCode);
        Assert.Contains("The warehouse is not available", await after.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task A_demo_in_a_database_that_has_had_one_loads_its_own_rows()
    {
        var database = await PreparedAsync();
        using var home = new TemporaryFolder();
        foreach (var rows in new[] { "500", "500", "300" })
        {
            var (exitCode, output, errors) = await Cli.RunWithAsync(
                Settings(database.ConnectionString), "demo", "--exit", "--rows", rows, "--port", "0", "--home", home.Path);

            // Some servers share the locks of a name among all their databases: tests then wait for each other. And a slow server
            // causes a warning. Neither is an error.
            Assert.All(errors, e => Assert.StartsWith("warning: ", e, StringComparison.Ordinal));
            Assert.Equal(0, exitCode);
            Assert.Contains("Every good row is in its table, and every bad row is a reject.", output);
            Assert.DoesNotContain(
                output, l => l.Contains("data/ads/Ads.csv", StringComparison.Ordinal) && l.Contains(" 0 ", StringComparison.Ordinal));
        }
    }

    private static async Task<AppLock> AcquirePreparationLockAsync(SqlServerWarehouse warehouse)
    {
        while (true)
        {
            if (await AppLock.TryAcquireAsync(warehouse.Database, "sluice/prepare", Cancel) is { } taken)
            {
                return taken;
            }

            await Task.Delay(50, Cancel);
        }
    }

    private async Task<TestDatabase> PreparedAsync()
    {
        var database = await shared.EmptiedAsync();
        await using var warehouse = database.Open();
        await warehouse.PrepareAsync(Lake, Cancel);
        return database;
    }

    private static SqlServerWarehouse Open(TestDatabase database, FaultProxy proxy, int commandSeconds) => new(
        new SqlConnectionStringBuilder(ConnectionStringOf(database, proxy)) { CommandTimeout = commandSeconds }.ConnectionString,
        TimeProvider.System);

    private static string ConnectionStringOf(TestDatabase database, FaultProxy proxy) =>
        new SqlConnectionStringBuilder(database.ConnectionString) { DataSource = $"127.0.0.1,{proxy.Port}" }.ConnectionString;

    private static string[] Settings(string connectionString) =>
        ["Warehouse__Provider=SqlServer", $"Warehouse__ConnectionString={connectionString}"];
}
