using Microsoft.Data.SqlClient;
using Sluice.Lake.Definition;
using Sluice.SqlServer;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Schema;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>A database of its own on the given SQL Server. Disposing of this drops it.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    /// <summary>The variable with the connection string of the server. Databases are created and dropped there.</summary>
    public const string Variable = "SLUICE_TEST_SQLSERVER";

    private readonly SqlConnectionStringBuilder server;
    private readonly string name;

    private TestDatabase(string server)
    {
        this.server = new SqlConnectionStringBuilder(server) { InitialCatalog = "master" };
        name = $"sluice_{Guid.NewGuid():N}";
        ConnectionString = new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ConnectionString;
    }

    /// <summary>The complete connection string of the database.</summary>
    public string ConnectionString { get; }

    /// <summary>Whether there is a server.</summary>
    public static bool HasServer => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Skips the test if there is no server.</summary>
    public static void RequireServer() =>
        Assert.SkipUnless(HasServer, $"There is no SQL Server to test on: {Variable} is to be the connection string of one.");

    /// <summary>Creates a database. Skips the test if there is no server.</summary>
    public static async Task<TestDatabase> CreateAsync()
    {
        RequireServer();
        var given = Environment.GetEnvironmentVariable(Variable);
        Assert.True(SqlServerConnectionString.TryComplete(given!, out var complete, out var fault), fault);
        var database = new TestDatabase(complete!);
        await database.RunOnServerAsync($"CREATE DATABASE {database.name};");
        return database;
    }

    /// <summary>The server's limits. A server that stands in for SQL Server may hold less.</summary>
    public async Task<(int TicksPerUnit, bool HoldsNul)> LimitsAsync()
    {
        var tick = Assert.Single(await ReadAsync("SELECT CAST('2000-01-01T00:00:00.0000001' AS datetime2(7));", r => r.GetDateTime(0)));
        var holdsNul = await CanAsync(
            "DECLARE @t table (t nvarchar(max)); INSERT INTO @t VALUES (N'a' + NCHAR(0)); "
            + "SELECT 1 / CASE WHEN DATALENGTH(t) = 4 THEN 1 ELSE 0 END FROM @t;");
        return (tick.Ticks % 10 == 1 ? 1 : 10, holdsNul);
    }

    /// <summary>
    /// The number of the error by which the server ends a wait for a lock. A server that stands in for SQL Server may have another.
    /// </summary>
    public async Task<int> LockTimeoutAsync()
    {
        await ExecuteAsync("CREATE TABLE lake.locked (id int NOT NULL); INSERT INTO lake.locked VALUES (1);");
        try
        {
            await using var holder = new SqlConnection(ConnectionString);
            await holder.OpenAsync();
            await using var transaction = (SqlTransaction)await holder.BeginTransactionAsync();
            await using var hold = new SqlCommand("UPDATE lake.locked SET id = 2;", holder, transaction);
            await hold.ExecuteNonQueryAsync();
            var exception = await Assert.ThrowsAsync<SqlException>(() => ExecuteAsync("SET LOCK_TIMEOUT 100; DELETE FROM lake.locked;"));
            return exception.Number;
        }
        finally
        {
            await ExecuteAsync("DROP TABLE lake.locked;");
        }
    }

    /// <summary>Whether the server finds a table and a column of a name again.</summary>
    public async Task<bool> CanNameAsync(string name)
    {
        var quoted = Names.Quote(name);
        return await CanAsync($"CREATE TABLE lake.{quoted} ({quoted} int NOT NULL PRIMARY KEY CLUSTERED ({quoted}));")
            && (await ReadAsync(
                "SELECT t.name, c.name FROM sys.tables AS t JOIN sys.columns AS c ON c.object_id = t.object_id",
                r => (Table: r.GetString(0), Column: r.GetString(1))))
                .Exists(n => string.Equals(n.Table, name, StringComparison.OrdinalIgnoreCase)
                    && string.Equals(n.Column, name, StringComparison.OrdinalIgnoreCase))
            && await CanAsync($"DROP TABLE lake.{quoted};");
    }

    /// <summary>Whether the server can run a statement.</summary>
    public async Task<bool> CanAsync(string sql)
    {
        try
        {
            await ExecuteAsync(sql);
            return true;
        }
        catch (SqlException)
        {
            return false;
        }
    }

    /// <summary>Removes what a warehouse has in it, except the tables of the ledger, which are the slowest to create.</summary>
    public async Task EmptyAsync()
    {
        foreach (var kind in new[] { "VIEW", "TABLE" })
        {
            foreach (var name in await ReadAsync(
                "SELECT QUOTENAME(TABLE_SCHEMA) + N'.' + QUOTENAME(TABLE_NAME) FROM INFORMATION_SCHEMA.TABLES "
                + $"WHERE (TABLE_SCHEMA = N'lake' OR (TABLE_SCHEMA = N'sluice' AND TABLE_NAME LIKE N'%/%')) AND TABLE_TYPE LIKE N'%{kind}'",
                r => r.GetString(0)))
            {
                await ExecuteAsync($"DROP {kind} {name};");
            }
        }

        await ExecuteAsync("DELETE FROM sluice.reject; DELETE FROM sluice.[load]; DELETE FROM sluice.[file]; DELETE FROM sluice.dataset; "
            + "DELETE FROM sluice.operation_batch; DELETE FROM sluice.operation; DELETE FROM sluice.tombstone; DELETE FROM sluice.remain; "
            + "DELETE FROM sluice.added_column; DELETE FROM sluice.[audit];");
    }

    /// <summary>Removes the rows of a dataset, and what the ledger knows of its files.</summary>
    public Task EmptyRowsAsync(Dataset dataset) => ExecuteAsync(
        $"DELETE FROM {Names.Table(dataset.Name)}; DELETE FROM sluice.reject; DELETE FROM sluice.[load]; DELETE FROM sluice.[file];");

    /// <summary>Opens a warehouse in it.</summary>
    public SqlServerWarehouse Open() => new(ConnectionString, TimeProvider.System);

    public async Task<SqlConnection> ConnectAsync()
    {
        var connection = new SqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new SqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<List<T>> ReadAsync<T>(string sql, Func<SqlDataReader, T> map)
    {
        await using var connection = await ConnectAsync();
        await using var command = new SqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await reader.ReadAsync())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        SqlConnection.ClearAllPools();
        await RunOnServerAsync($"DROP DATABASE {name};");
    }

    private async Task RunOnServerAsync(string sql)
    {
        await using var connection = new SqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new SqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
