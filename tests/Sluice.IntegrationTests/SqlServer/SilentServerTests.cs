using System.Diagnostics;
using Microsoft.Data.SqlClient;
using Sluice.Analytics;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.SqlServer;
using Sluice.SqlServer.Connections;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>
/// Open connections whose other end says nothing any more. A caller waits for an answer as long as that may take, and not until
/// SqlClient or the system gives up the connection. The adapter leaves the connection, and opens another.
/// </summary>
public sealed class SilentServerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    // A connection is left two seconds after its time. The rest is for a slow machine.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(6);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Everything that asks the server before there are rows to write.</summary>
    public static TheoryData<string> Work => [.. Works.Keys];

    private static Dictionary<string, Func<IWarehouse, CancellationToken, Task>> Works { get; } = new()
    {
        ["prepare"] = (w, c) => w.PrepareAsync(new LakeDefinition("test", [Datasets.People("people", WriteMode.Append)]), c),
        ["check"] = (w, c) => w.CheckAsync(c),
        ["lock"] = (w, c) => w.TryLockAsync("data/people/a.csv", c),
        ["find a file"] = (w, c) => w.FindFileAsync("data/people/a.csv", c),
        ["files of a dataset"] = (w, c) => w.ReadFilesAsync("people", c),
        ["start a load"] = (w, c) => w.StartLoadAsync(Started(), LoadDriver.Version("data/people/a.csv"), c),
        ["end a load"] = (w, c) => w.EndLoadAsync(Started(), LoadDriver.Version("data/people/a.csv"), c),
        ["record a rejects file"] = (w, c) => w.RecordRejectsFileAsync(1, "rejects/a.csv", c),
        ["begin a commit"] = (w, c) => w.BeginAsync(Target(), c),
        ["files"] = (w, c) => w.ReadFilesAsync(new LedgerQuery(), c),
        ["loads"] = (w, c) => w.ReadLoadsAsync(new LedgerQuery(), c),
        ["rejects"] = (w, c) => w.ReadRejectsAsync(new LedgerQuery(), c),
    };

    [Theory]
    [MemberData(nameof(Work))]
    public async Task Nothing_waits_longer_than_whoever_wants_it(string what)
    {
        await using var server = new TdsServer { IsSilent = (_, request) => request > 1 };
        await using var warehouse = await OpenAsync(server);
        using var limit = new CancellationTokenSource(Limit);
        var watch = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Works[what](warehouse, limit.Token));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Limit + Slack);
    }

    [Fact]
    public async Task Health_is_asked_for_on_another_connection_when_one_is_silent()
    {
        await using var server = new TdsServer { IsSilent = (connection, request) => connection == 1 && request > 1 };
        await using var warehouse = await OpenAsync(server);
        var watch = Stopwatch.StartNew();

        await warehouse.CheckAsync(Cancel);

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task One_connection_that_never_opens_does_not_keep_others_from_it()
    {
        // The second request checks whether there is a server at all.
        await using var server = new TdsServer { IsDeaf = accepted => accepted <= 2 };
        await using var warehouse = new SqlServerWarehouse(
            new SqlConnectionStringBuilder(Complete(server.ConnectionString)) { ConnectTimeout = 3 }.ConnectionString, TimeProvider.System);
        var watch = Stopwatch.StartNew();

        await warehouse.RecordRejectsFileAsync(1, "rejects/a.csv", Cancel);

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5) + Slack);
    }

    [Fact]
    public async Task A_statement_of_the_ledger_is_given_up_after_its_time_and_sent_again_on_another_connection()
    {
        await using var server = new TdsServer { IsSilent = (connection, request) => connection == 1 && request > 1 };
        await using var warehouse = await OpenAsync(server, commandSeconds: 1);
        var watch = Stopwatch.StartNew();

        await warehouse.RecordRejectsFileAsync(1, "rejects/a.csv", Cancel);

        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1) + Slack);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task A_query_ends_in_its_time_and_says_that_it_was_the_warehouse_that_said_nothing()
    {
        await using var server = new TdsServer { IsSilent = (_, request) => request > 1 };
        await using var warehouse = await OpenAsync(server);
        using var limit = new CancellationTokenSource(Limit);
        var watch = Stopwatch.StartNew();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => warehouse.Queries.QueryAsync(new QueryText("SELECT 2;", []), limit.Token));

        Assert.IsType<WarehouseUnavailableException>(exception.InnerException);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Limit + Slack);
    }

    [Theory]
    [InlineData(false, typeof(WarehouseUnavailableException))]
    [InlineData(true, typeof(QueryTimeoutException))]
    public async Task Whoever_asks_is_told_whether_it_was_the_query_that_took_the_time(bool isWorkedOn, Type exception)
    {
        await using var server =
            new TdsServer { IsSilent = (_, request) => request > 1 && !isWorkedOn, IsLong = request => request > 1 && isWorkedOn };
        await using var warehouse = await OpenAsync(server);
        var model = AnalyticsModel.From(new LakeDefinition("test", [Datasets.People("people", WriteMode.Append)]));
        var service = new AnalyticsService(model, warehouse.Queries, new QueryLimits { Timeout = Limit }, TimeProvider.System);

        await Assert.ThrowsAsync(exception, () => service.CountAsync(service.Resolve("people/$count")!, Cancel));
    }

    [Fact]
    public async Task Rows_that_do_not_come_are_waited_for_no_longer_and_can_be_let_go()
    {
        await using var server = new TdsServer { BreaksOff = request => request > 1 };
        await using var warehouse = await OpenAsync(server);
        using var limit = new CancellationTokenSource(Limit);
        var watch = Stopwatch.StartNew();

        var rows = await warehouse.Queries.QueryAsync(new QueryText("SELECT 2;", []), limit.Token);
        Assert.True(await rows.ReadAsync());
        Assert.Equal(1, rows.Row.GetInt32(0));
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rows.ReadAsync().AsTask());
        await rows.DisposeAsync();

        Assert.IsType<WarehouseUnavailableException>(exception.InnerException);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Limit + Slack);
    }

    [Fact]
    public async Task Rows_that_nobody_wants_any_more_are_let_go_at_once()
    {
        await using var server = new TdsServer { BreaksOff = request => request > 1 };
        await using var warehouse = await OpenAsync(server);
        var rows = await warehouse.Queries.QueryAsync(new QueryText("SELECT 2;", []), Cancel);
        Assert.True(await rows.ReadAsync());
        var watch = Stopwatch.StartNew();

        await rows.DisposeAsync();

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Slack);
    }

    [Fact]
    public async Task A_server_that_is_gone_is_told_to_whoever_asks_within_seconds()
    {
        var server = new TdsServer();
        await using var warehouse = await OpenAsync(server);
        await server.DisposeAsync();
        var watch = Stopwatch.StartNew();

        var exception = await Assert.ThrowsAsync<WarehouseUnavailableException>(
            () => warehouse.Queries.QueryAsync(new QueryText("SELECT 2;", []), Cancel));
        await Assert.ThrowsAsync<WarehouseUnavailableException>(() => warehouse.CheckAsync(Cancel));

        Assert.Contains("connection refused. It was tried for ", exception.Message, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private static async Task<SqlServerWarehouse> OpenAsync(TdsServer server, int commandSeconds = 30)
    {
        var warehouse = new SqlServerWarehouse(
            new SqlConnectionStringBuilder(Complete(server.ConnectionString)) { CommandTimeout = commandSeconds }.ConnectionString,
            TimeProvider.System);

        // From now on, the pool has a connection.
        await warehouse.CheckAsync(Cancel);
        return warehouse;
    }

    private static string Complete(string connectionString)
    {
        Assert.True(SqlServerConnectionString.TryComplete(connectionString, out var complete, out var fault), fault);
        return complete;
    }

    private static Load Started() =>
        LoadDriver.NewLoad(Datasets.People("people", WriteMode.Append), LoadDriver.Version("data/people/a.csv"));

    private static LoadTarget Target() => new(
        Datasets.People("people", WriteMode.Append),
        new FileRecord
        {
            Id = 1,
            Path = "data/people/a.csv",
            Dataset = "people",
            State = LoadState.Running,
            ETag = "v1",
            LastModified = DateTimeOffset.UnixEpoch,
            Length = 0,
            Rows = 0,
            Rejected = 0,
            Fingerprint = null,
            Checkpoint = null,
            RowVersion = 1,
            LastLoad = 1,
            AttemptFingerprint = null,
            Attempts = 0,
            NextTry = null,
            Error = null,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        },
        LoadDriver.Version("data/people/a.csv"),
        1);
}
