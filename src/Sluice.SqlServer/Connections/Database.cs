using Microsoft.Data.SqlClient;
using Polly;
using Polly.Retry;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Connections;

/// <summary>
/// Runs work on connections to the database, and repeats work that ended with a transient error. Safe for concurrent use.
/// </summary>
internal sealed class Database
{
    // The pauses of all retries add up to more than a minute.
    private const int Retries = 8;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    private readonly Connector connector;
    private readonly ResiliencePipeline retry;
    private ServerFeatures? features;

    /// <summary>Creates the database without connecting.</summary>
    /// <param name="connectionString">A complete connection string, of <see cref="SqlServerConnectionString"/>.</param>
    /// <param name="time">The clock of pauses.</param>
    /// <param name="status">Gets a sentence when the database cannot be reached and is tried again, and when it is available again.</param>
    public Database(string connectionString, TimeProvider time, IProgress<string>? status)
    {
        connector = new Connector(connectionString, time, status);
        retry = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<WorkException>(e => e.IsTransient),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                MaxRetryAttempts = Retries,
                Delay = FirstPause,
                MaxDelay = LongestPause,
            })
            .Build();
    }

    /// <summary>The connection string, which can contain a secret.</summary>
    public string ConnectionString => connector.ConnectionString;

    /// <summary>The features of the server; <see cref="ServerFeatures.All"/> before <see cref="ProbeAsync"/>.</summary>
    public ServerFeatures Features => features ?? ServerFeatures.All;

    /// <summary>Finds the features of the server, once.</summary>
    public async Task<ServerFeatures> ProbeAsync(Func<Task<ServerFeatures>> probe) => features ??= await probe();

    /// <summary>Runs work on a new connection. Repeats it as a whole after a transient error.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <param name="failure">Makes the exception for an error and for whether it is transient. Without it, the exception has the server's
    /// message.</param>
    /// <param name="isInteractive">Whether a client waits for the answer.</param>
    /// <exception cref="WarehouseUnavailableException">The work did not succeed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. If the database did not answer at that time, the inner
    /// exception is a <see cref="WarehouseUnavailableException"/>.</exception>
    public async Task<T> RunAsync<T>(
        Func<Session, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken,
        Func<Exception, bool, Exception>? failure = null,
        bool isInteractive = false)
    {
        try
        {
            return await retry.ExecuteAsync(
                async token =>
                {
                    await using var session = await connector.ConnectAsync(isInteractive, token);
                    return await GuardAsync(session, () => work(session, token), token);
                },
                cancellationToken);
        }
        catch (WorkException exception)
        {
            throw failure?.Invoke(exception.InnerException!, exception.IsTransient) ?? Unavailable(exception);
        }
    }

    /// <summary>
    /// Runs work in a transaction, and commits it. The work can be repeated after a commit with a lost answer, so it must be idempotent.
    /// </summary>
    /// <inheritdoc cref="RunAsync{T}"/>
    public Task<T> TransactAsync<T>(
        Func<Session, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken,
        Func<Exception, bool, Exception>? failure = null) => RunAsync(
        async (session, token) =>
        {
            await session.BeginAsync(token);
            var result = await work(session, token);
            await session.CommitAsync();
            return result;
        },
        cancellationToken,
        failure);

    /// <summary>
    /// Runs work that can wait until later: it gives up if others have locked for two seconds what it needs, and lets another session go on
    /// if both wait for each other.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <param name="whenBlocked">The result if it gives up.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <inheritdoc cref="RunAsync{T}"/>
    public Task<T> RunLowPriorityAsync<T>(
        Func<Session, CancellationToken, Task<T>> work, T whenBlocked, CancellationToken cancellationToken) => RunAsync(
        async (session, token) =>
        {
            await session.ExecuteAsync(SetLockTimeout(), token);
            await session.ExecuteAsync(SetLowDeadlockPriority(), token);
            try
            {
                return await work(session, token);
            }
            catch (SqlException exception) when (exception.Number is TransientErrors.Deadlock or TransientErrors.LockTimeout)
            {
                return whenBlocked;
            }
        },
        cancellationToken);

    /// <summary>
    /// Runs work in a transaction, and commits it. It waits for what others have locked, but if both wait for each other, the other goes on
    /// and the work is repeated. It must be idempotent, as for <see cref="TransactAsync{T}"/>.
    /// </summary>
    /// <inheritdoc cref="RunAsync{T}"/>
    public Task<T> TransactPatientlyAsync<T>(Func<Session, CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        TransactAsync(
            async (session, token) =>
            {
                await session.ExecuteAsync(SetLowDeadlockPriority(), token);
                return await work(session, token);
            },
            cancellationToken);

    /// <summary>
    /// Runs insertions in a transaction, and commits them. If another session has inserted the same key at that time, they are repeated.
    /// </summary>
    /// <inheritdoc cref="RunAsync{T}"/>
    public async Task InsertAsync(Func<Session, CancellationToken, Task> insert, CancellationToken cancellationToken)
    {
        while (!await RunAsync(TryAsync, cancellationToken))
        {
            // The other session has committed, so the next attempt sees its rows.
        }

        async Task<bool> TryAsync(Session session, CancellationToken token)
        {
            await session.BeginAsync(token);
            try
            {
                await insert(session, token);
            }
            catch (SqlException exception) when (TransientErrors.IsDuplicate(exception))
            {
                return false;
            }

            await session.CommitAsync();
            return true;
        }
    }

    /// <summary>Opens a connection, and runs the first work on it. The caller disposes of the session.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <param name="failure">Makes the exception for an error that it knows; returns <see langword="null"/> for others.</param>
    /// <param name="isInteractive">Whether a client waits for the answer.</param>
    /// <exception cref="WarehouseUnavailableException">No connection can be opened, or the work did not succeed.</exception>
    /// <exception cref="OperationCanceledException">As for <see cref="RunAsync{T}"/>.</exception>
    public async Task<(Session Session, T Result)> OpenAsync<T>(
        Func<Session, CancellationToken, Task<T>> work,
        CancellationToken cancellationToken,
        Func<Exception, bool, Exception?>? failure = null,
        bool isInteractive = false)
    {
        try
        {
            return await retry.ExecuteAsync(
                async token =>
                {
                    var session = await connector.ConnectAsync(isInteractive, token);
                    try
                    {
                        return (session, await GuardAsync(session, () => work(session, token), token));
                    }
                    catch
                    {
                        await session.DiscardAsync();
                        throw;
                    }
                },
                cancellationToken);
        }
        catch (WorkException exception)
        {
            throw failure?.Invoke(exception.InnerException!, exception.IsTransient) ?? Unavailable(exception);
        }
    }

    /// <summary>Continues to read the rows of an open query.</summary>
    /// <param name="session">The session of the query.</param>
    /// <param name="read">Reads the next rows.</param>
    /// <param name="failure">Makes the exception for an error that it knows; returns <see langword="null"/> for others.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <inheritdoc cref="OpenAsync{T}"/>
    public async Task<T> ReadAsync<T>(
        Session session, Func<Task<T>> read, Func<Exception, Exception?> failure, CancellationToken cancellationToken)
    {
        try
        {
            return await GuardAsync(session, read, cancellationToken);
        }
        catch (WorkException exception)
        {
            throw failure(exception.InnerException!) ?? Unavailable(exception);
        }
    }

    private static Statement SetLockTimeout() => new("SET LOCK_TIMEOUT 2000;");

    private static Statement SetLowDeadlockPriority() => new("SET DEADLOCK_PRIORITY LOW;");

    private async Task<T> GuardAsync<T>(Session session, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException exception) when (exception.InnerException is TimeoutException timeout)
        {
            throw connector.Cancelled(DatabaseFault.OfWork(timeout, isTransient: true), timeout, cancellationToken);
        }
        catch (SqlException exception) when (cancellationToken.IsCancellationRequested)
        {
            // SqlClient reports a cancellation as an SqlException.
            throw new OperationCanceledException("The work on the warehouse was cancelled.", exception, cancellationToken);
        }
        catch (Exception exception) when (exception is SqlException || TransientErrors.Is(exception, session.Connection))
        {
            if (TransientErrors.BreaksConnections(exception))
            {
                SqlConnection.ClearPool(session.Connection);
            }

            throw new WorkException(exception, TransientErrors.Is(exception, session.Connection));
        }
    }

    private WarehouseUnavailableException Unavailable(WorkException exception) => connector.Unavailable(
        DatabaseFault.OfWork(exception.InnerException!, exception.IsTransient), exception.InnerException!);
}
