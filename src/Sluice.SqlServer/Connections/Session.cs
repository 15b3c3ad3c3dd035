using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace Sluice.SqlServer.Connections;

/// <summary>
/// An open connection with at most one transaction. Not safe for concurrent use. No wait for the server is without end: a connection whose
/// other end is silent is left behind, since SqlClient may wait for it forever, however it is cancelled or closed.
/// </summary>
internal sealed class Session(SqlConnection connection) : IAsyncDisposable
{
    // How long after its time, or after it was cancelled, work may need to end: a server that is there answers at once.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private bool isLeft;

    /// <summary>The connection.</summary>
    public SqlConnection Connection => connection;

    /// <summary>The transaction, if one is open.</summary>
    public SqlTransaction? Transaction { get; private set; }

    private TimeSpan UsualTime => TimeSpan.FromSeconds(connection.CommandTimeout);

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public async Task<int> ExecuteAsync(Statement statement, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var command = Command(statement, values);
        return await BoundedAsync(command.ExecuteNonQueryAsync(CancellationToken.None), command, cancellationToken);
    }

    /// <summary>Runs a query of one value.</summary>
    public async Task<T> ReadOneAsync<T>(Statement statement, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var command = Command(statement, values);
        return (T)(await BoundedAsync(command.ExecuteScalarAsync(CancellationToken.None), command, cancellationToken))!;
    }

    /// <summary>Runs a query.</summary>
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

    /// <summary>Runs what may be a query, and reads what its columns are.</summary>
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
            // A query that is read to its end needs not be cancelled.
        }

        return columns;
    }

    /// <summary>Starts a query.</summary>
    /// <param name="command">The query; its rows dispose of it.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public async Task<RowReader> StartAsync(SqlCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new RowReader(
            this, command, await BoundedAsync(command.ExecuteReaderAsync(CancellationToken.None), command, cancellationToken));
    }

    /// <summary>Begins a transaction.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken) =>
        Transaction = await OnThreadAsync(() => connection.BeginTransaction(IsolationLevel.ReadCommitted), UsualTime, cancellationToken);

    /// <summary>Commits the transaction. It is not cancelled: whether it was made would then not be known.</summary>
    public async Task CommitAsync()
    {
        await OnThreadAsync(
            () =>
            {
                Transaction!.Commit();
                Transaction.Dispose();
                return true;
            },
            UsualTime,
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
            await OnThreadAsync(
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
                UsualTime,
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

    /// <summary>Does on a thread of its own what SqlClient can only do in one go, and sets no limit to.</summary>
    /// <param name="work">The work, after which the connection is free again.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    /// <exception cref="TimeoutException">It takes longer; the connection is left.</exception>
    public Task<T> OnThreadAsync<T>(Func<T> work, TimeSpan limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return BoundedAsync(
            Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            null, limit, cancellationToken);
    }

    /// <summary>Waits for work on the server as long as its command may take.</summary>
    /// <param name="work">The work.</param>
    /// <param name="command">What it is the work of.</param>
    /// <param name="cancellationToken">Has it cancelled.</param>
    /// <exception cref="TimeoutException">The server says nothing; the connection is left.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled. If its inner exception is a <see cref="TimeoutException"/>, then the
    /// server says nothing, and the connection is left.</exception>
    public Task<T> BoundedAsync<T>(Task<T> work, SqlCommand command, CancellationToken cancellationToken) => work.IsCompleted
        ? work
        : BoundedAsync(
            work, command.Cancel, command.CommandTimeout == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(command.CommandTimeout) + Grace,
            cancellationToken);

    /// <summary>Ends a query whose rows nobody wants any more: those that were not sent are not.</summary>
    public async Task EndAsync(SqlCommand command, SqlDataReader reader)
    {
        if (isLeft)
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
            // It says that it was cancelled, or that there is no connection any more.
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

            Leave();
            var silence = new TimeoutException("The server does not answer on a connection that was open.", exception);
            throw exception is OperationCanceledException
                ? new OperationCanceledException("The work on the warehouse was cancelled, and the server does not answer.", silence, cancellationToken)
                : silence;
        }
    }

    private static async Task<bool> HasEndedAsync(Task work, Action? cancel)
    {
        if (cancel is not null)
        {
            // It may have to wait for the connection.
            _ = Task.Factory.StartNew(cancel, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        await Task.WhenAny(work, Task.Delay(Grace));
        return work.IsCompleted;
    }

    private SqlCommand Command(Statement statement, (string Name, object? Value)[] values)
    {
        var command = new SqlCommand(statement.Text, connection, Transaction) { CommandTimeout = statement.Timeout(connection.CommandTimeout) };
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
