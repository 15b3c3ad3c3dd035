using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Sluice.Ledger;

namespace Sluice.SqlServer.Connections;

/// <summary>
/// An open connection with at most one transaction. Not safe for concurrent use. Every wait for the server is limited: a connection that
/// does not answer is abandoned, because SqlClient can wait for it forever, even when it is cancelled or closed.
/// </summary>
internal sealed class Session(SqlConnection connection) : IAsyncDisposable
{
    // The time that work may need to end after its timeout or its cancellation. An available server answers at once.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private bool isAbandoned;

    /// <summary>The connection.</summary>
    public SqlConnection Connection => connection;

    /// <summary>The transaction, if one is open.</summary>
    public SqlTransaction? Transaction { get; private set; }

    private TimeSpan DefaultTimeout => TimeSpan.FromSeconds(connection.CommandTimeout);

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public async Task<int> ExecuteAsync(
        Statement statement, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var command = Command(statement, values);
        return await BoundedAsync(command.ExecuteNonQueryAsync(CancellationToken.None), command, cancellationToken);
    }

    /// <summary>Runs a query that returns one value.</summary>
    public async Task<T> ReadOneAsync<T>(
        Statement statement, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var command = Command(statement, values);
        return (T)(await BoundedAsync(command.ExecuteScalarAsync(CancellationToken.None), command, cancellationToken))!;
    }

    /// <summary>Runs a query and maps its rows.</summary>
    public async Task<List<T>> ReadAsync<T>(
        Statement statement, Func<SqlDataReader, T> map, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        await using var reader = await StartAsync(Command(statement, values), cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(map(reader.Row));
        }

        return rows;
    }

    /// <summary>Runs a query and hands over each row as it arrives.</summary>
    public async Task ReadEachAsync(
        Statement statement, Action<SqlDataReader> onRow, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        await using var reader = await StartAsync(Command(statement, values), cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            onRow(reader.Row);
        }
    }

    /// <summary>Runs a query and maps its rows by the names of their columns.</summary>
    public Task<List<T>> ReadNamedAsync<T>(
        Statement statement, Func<NamedRow, T> map, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        NamedRow? row = null;
        return ReadAsync(statement, reader => map(row ??= new NamedRow(reader)), cancellationToken, values);
    }

    /// <summary>Runs a statement and reads the columns of its result; empty if it has no result.</summary>
    public async Task<IReadOnlyList<DbColumn>> ReadColumnsAsync(
        Statement statement, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        await using var reader = await StartAsync(Command(statement, values), cancellationToken);
        if (reader.Row.FieldCount == 0)
        {
            return [];
        }

        var columns = await reader.ReadColumnsAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            // Read to the end, so that the query need not be cancelled.
        }

        return columns;
    }

    /// <summary>Starts a query.</summary>
    /// <param name="command">The query, which is disposed of with its rows.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public async Task<RowReader> StartAsync(SqlCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new RowReader(
            this, command, await BoundedAsync(command.ExecuteReaderAsync(CancellationToken.None), command, cancellationToken));
    }

    /// <summary>Begins a transaction.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken) =>
        Transaction = await OnThreadAsync(
            () => connection.BeginTransaction(IsolationLevel.ReadCommitted), DefaultTimeout, cancellationToken);

    /// <summary>Commits the transaction. A commit cannot be cancelled, because its outcome would be unknown.</summary>
    public async Task CommitAsync()
    {
        await OnThreadAsync(
            () =>
            {
                Transaction!.Commit();
                Transaction.Dispose();
                return true;
            },
            DefaultTimeout,
            CancellationToken.None);
        Transaction = null;
    }

    /// <summary>Rolls back the transaction. Ignores errors, because the server rolls back by itself when the connection ends.</summary>
    public async Task RollbackAsync()
    {
        if (Transaction is null || isAbandoned)
        {
            return;
        }

        try
        {
            await OnThreadAsync(
                () =>
                {
                    // An error may have ended the transaction already.
                    if (Transaction.Connection is not null)
                    {
                        Transaction.Rollback();
                    }

                    Transaction.Dispose();
                    return true;
                },
                DefaultTimeout,
                CancellationToken.None);
        }
        catch (Exception exception) when (
            exception is SqlException or InvalidOperationException or NotSupportedException or TimeoutException)
        {
            // The transaction has ended, or ends when the connection is closed or reused.
        }

        Transaction = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await RollbackAsync();
        if (!isAbandoned)
        {
            await connection.DisposeAsync();
        }
    }

    /// <summary>Disposes of the session without returning the connection to the pool, because its state is unknown.</summary>
    public ValueTask DiscardAsync()
    {
        SqlConnection.ClearPool(connection);
        return DisposeAsync();
    }

    /// <summary>
    /// Disposes of the session without waiting. A thread may be stuck in the connection until the system gives up on the server.
    /// </summary>
    public void Abandon()
    {
        isAbandoned = true;
        SqlConnection.ClearPool(connection);
        _ = Task.Factory.StartNew(connection.Dispose, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Runs synchronous SqlClient work on its own thread with a time limit, which SqlClient itself does not have.</summary>
    /// <param name="work">The work.</param>
    /// <param name="limit">The time limit.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="TimeoutException">The work takes longer; the connection is abandoned.</exception>
    public Task<T> OnThreadAsync<T>(Func<T> work, TimeSpan limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return BoundedAsync(
            Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            null, limit, cancellationToken);
    }

    /// <summary>Waits for work on the server, within the timeout of its command.</summary>
    /// <param name="work">The work.</param>
    /// <param name="command">The command of the work.</param>
    /// <param name="cancellationToken">Cancels the command.</param>
    /// <exception cref="TimeoutException">The server does not answer; the connection is abandoned.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. If the inner exception is a <see cref="TimeoutException"/>,
    /// the server does not answer and the connection is abandoned.</exception>
    public Task<T> BoundedAsync<T>(Task<T> work, SqlCommand command, CancellationToken cancellationToken) => work.IsCompleted
        ? work
        : BoundedAsync(
            work,
            command.Cancel,
            command.CommandTimeout == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(command.CommandTimeout) + Grace,
            cancellationToken);

    /// <summary>Ends a query before all rows were read: the server does not send the rest.</summary>
    public async Task EndAsync(SqlCommand command, SqlDataReader reader)
    {
        if (isAbandoned)
        {
            return;
        }

        try
        {
            await OnThreadAsync(
                () =>
                {
                    command.Cancel();
                    reader.Dispose();
                    return true;
                },
                Grace,
                CancellationToken.None);
        }
        catch (Exception exception) when (exception is SqlException or InvalidOperationException or TimeoutException)
        {
            // The error says that the query was cancelled or that the connection has ended.
        }
    }

    private async Task<T> BoundedAsync<T>(Task<T> work, Action? cancel, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await work.WaitAsync(limit, cancellationToken);
        }
        catch (Exception exception) when (!work.IsCompleted && exception is TimeoutException or OperationCanceledException)
        {
            if (exception is OperationCanceledException && await HasEndedAsync(work, cancel))
            {
                return await work;
            }

            Abandon();
            var timeout = new TimeoutException("The server does not answer on an open connection.", exception);
            throw exception is OperationCanceledException
                ? new OperationCanceledException(
                    "The work on the warehouse was cancelled, and the server does not answer.", timeout, cancellationToken)
                : timeout;
        }
    }

    private static async Task<bool> HasEndedAsync(Task work, Action? cancel)
    {
        if (cancel is not null)
        {
            // Cancel can block on the connection, so call it on its own thread.
            _ = Task.Factory.StartNew(cancel, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        await Task.WhenAny(work, Task.Delay(Grace));
        return work.IsCompleted;
    }

    private SqlCommand Command(Statement statement, (string Name, object? Value)[] values)
    {
        var command = new SqlCommand(statement.Text, connection, Transaction)
        {
            CommandTimeout = statement.Timeout(connection.CommandTimeout),
        };
        foreach (var (name, value) in values)
        {
            var parameter = statement.Find(name);
            command.Parameters.Add(new SqlParameter($"@{name}", parameter.Type, parameter.Size)
            {
                Value = value switch
                {
                    null => DBNull.Value,
                    DateTimeOffset time => time.UtcDateTime,
                    _ => value,
                },
            });
        }

        return command;
    }
}
