using Microsoft.Data.SqlClient;
using Sluice.SqlServer.Connections;

namespace Sluice.Benchmarks.Lakes;

/// <summary>A database of its own on the given SQL Server. Disposing of this drops it.</summary>
internal sealed class ServerDatabase : IAsyncDisposable
{
    /// <summary>The variable with the connection string of the server. Databases are created and dropped there.</summary>
    public const string Variable = "SLUICE_TEST_SQLSERVER";

    private readonly string server;
    private readonly string name = $"sluice_benchmark_{Guid.NewGuid():N}";

    private ServerDatabase(string given)
    {
        server = new SqlConnectionStringBuilder(given) { InitialCatalog = "master" }.ConnectionString;
        ConnectionString = new SqlConnectionStringBuilder(given) { InitialCatalog = name }.ConnectionString;
    }

    /// <summary>Whether the variable names a server.</summary>
    public static bool HasServer => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The complete connection string of the database.</summary>
    public string ConnectionString { get; }

    /// <summary>Creates a database on the given server.</summary>
    /// <exception cref="InvalidOperationException">The variable's value is not the connection string of a server.</exception>
    public static async Task<ServerDatabase> CreateAsync(CancellationToken cancellationToken)
    {
        if (!SqlServerConnectionString.TryComplete(Environment.GetEnvironmentVariable(Variable) ?? "", out var complete, out var fault))
        {
            throw new InvalidOperationException($"{Variable} {fault}");
        }

        var database = new ServerDatabase(complete);
        await ReadAsync(database.server, $"CREATE DATABASE {database.name};", cancellationToken);
        return database;
    }

    /// <summary>Runs statements.</summary>
    public Task ExecuteAsync(string sql, CancellationToken cancellationToken) => ReadAsync(ConnectionString, sql, cancellationToken);

    /// <summary>How many rows a table has.</summary>
    public async Task<long> CountAsync(string table, CancellationToken cancellationToken) =>
        (long)(await ReadAsync(ConnectionString, $"SELECT COUNT_BIG(*) FROM {table};", cancellationToken))!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        SqlConnection.ClearAllPools();
        await ReadAsync(server, $"DROP DATABASE {name};", CancellationToken.None);
    }

    private static async Task<object?> ReadAsync(string connectionString, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new SqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new SqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
