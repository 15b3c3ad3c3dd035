using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace Sluice.SqlServer;

/// <summary>An open connection with at most one transaction. Not safe for concurrent use.</summary>
internal sealed class Session(SqlConnection connection) : IAsyncDisposable
{
    private bool isLeft;

    /// <summary>The connection.</summary>
    public SqlConnection Connection => connection;

    /// <summary>The transaction, if one is open.</summary>
    public SqlTransaction? Transaction { get; private set; }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public async Task<int> ExecuteAsync(Statement statement, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = Command(statement, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs a query of one value.</summary>
    public async Task<T> ReadOneAsync<T>(Statement statement, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = Command(statement, values);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Runs a query.</summary>
    public async Task<List<T>> ReadAsync<T>(
        Statement statement, Func<SqlDataReader, T> map, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = Command(statement, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    /// <summary>Runs what may be a query, and reads what its columns are.</summary>
    public async Task<IReadOnlyList<DbColumn>> ReadColumnsAsync(
        Statement statement, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = Command(statement, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return reader.FieldCount == 0 ? [] : await reader.GetColumnSchemaAsync(cancellationToken);
    }

    /// <summary>Begins a transaction.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken) =>
        Transaction = await BoundedAsync(() => connection.BeginTransaction(IsolationLevel.ReadCommitted), cancellationToken);

    /// <summary>Commits the transaction. It is not cancelled: whether it was made would then not be known.</summary>
    public async Task CommitAsync()
    {
        await BoundedAsync(
            () =>
            {
                Transaction!.Commit();
                Transaction.Dispose();
                return true;
            },
            CancellationToken.None);
        Transaction = null;
    }

    /// <summary>Ends the transaction without a trace. That the server has done so already, or cannot be reached, is as good.</summary>
    public async Task RollbackAsync()
    {
        if (Transaction is null || isLeft)
        {
            return;
        }

        try
        {
            await BoundedAsync(
                () =>
                {
                    // An error may have ended it already.
                    if (Transaction.Connection is not null)
                    {
                        Transaction.Rollback();
                    }

                    Transaction.Dispose();
                    return true;
                },
                CancellationToken.None);
        }
        catch (Exception exception) when (exception is SqlException or InvalidOperationException or NotSupportedException or TimeoutException)
        {
            // It is gone, or goes when the connection is closed or used again.
        }

        Transaction = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await RollbackAsync();
        if (!isLeft)
        {
            await connection.DisposeAsync();
        }
    }

    /// <summary>Disposes of it, and has nobody use the connection again: the state of its session is not known.</summary>
    public ValueTask AbandonAsync()
    {
        SqlConnection.ClearPool(connection);
        return DisposeAsync();
    }

    /// <summary>
    /// Disposes of it without waiting: a thread may be stuck in it, in a connection whose other end does not answer, until the system gives
    /// that up.
    /// </summary>
    public void Leave()
    {
        isLeft = true;
        SqlConnection.ClearPool(connection);
        _ = Task.Factory.StartNew(connection.Dispose, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Does what SqlClient sets no limit to, for as long as a statement may take.</summary>
    /// <exception cref="TimeoutException">It takes longer; the connection is left.</exception>
    private async Task<T> BoundedAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .WaitAsync(TimeSpan.FromSeconds(connection.CommandTimeout), cancellationToken);
        }
        catch (TimeoutException)
        {
            Leave();
            throw;
        }
    }

    private SqlCommand Command(Statement statement, object?[] values)
    {
        var command = new SqlCommand(statement.Text, connection, Transaction) { CommandTimeout = statement.Timeout(connection.CommandTimeout) };
        for (var i = 0; i < statement.Parameters.Count; i++)
        {
            var (name, type, size) = statement.Parameters[i];
            command.Parameters.Add(new SqlParameter($"@{name}", type, size)
            {
                Value = values[i] switch
                {
                    null => DBNull.Value,
                    DateTimeOffset time => time.UtcDateTime,
                    var value => value,
                },
            });
        }

        return command;
    }
}
