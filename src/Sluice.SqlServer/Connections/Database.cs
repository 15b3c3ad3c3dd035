using Microsoft.Data.SqlClient;
using Polly;
using Polly.Retry;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Connections;

/// <summary>The database: opens connections, and does work again that ended for a reason that passes. Safe for concurrent use.</summary>
internal sealed class Database
{
    // Pauses of over a minute together.
    private const int Retries = 8;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    private readonly Connector connector;
    private readonly ResiliencePipeline retry;
    private ServerFeatures? features;

    /// <summary>Creates it; nothing is reached yet.</summary>
    /// <param name="connectionString">A complete connection string, of <see cref="SqlServerConnectionString"/>.</param>
    /// <param name="time">What pauses go by.</param>
    /// <param name="news">Is told, in a sentence, when the database cannot be reached and is tried again, and when it is there again.</param>
    public Database(string connectionString, TimeProvider time, IProgress<string>? news)
    {
        connector = new Connector(connectionString, time, news);
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

    /// <summary>Its connection string, which may have a secret in it.</summary>
    public string ConnectionString => connector.ConnectionString;

    /// <summary>What the server can do; all, until it is found out.</summary>
    public ServerFeatures Features => features ?? ServerFeatures.All;

    /// <summary>Finds out what the server can do, once.</summary>
    public async Task<ServerFeatures> ProbeAsync(Func<Task<ServerFeatures>> probe) => features ??= await probe();

    /// <summary>Does work on a connection of its own. It is done again as a whole if it ends for a reason that passes.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="failure">Makes the exception of an error and of whether it would pass, if it is not to be one that says what the server
    /// says.</param>
    /// <param name="isQuestion">Whether somebody waits for an answer, and not for work to be done.</param>
    /// <exception cref="WarehouseUnavailableException">It did not succeed.</exception>
    /// <exception cref="OperationCanceledException">The token says so. If the database did not answer when it did, then the inner exception
    /// is a <see cref="WarehouseUnavailableException"/>.</exception>
    public async Task<T> RunAsync<T>(
        Func<Session, CancellationToken, Task<T>> work, CancellationToken cancellationToken, Func<Exception, bool, Exception>? failure = null,
        bool isQuestion = false)
    {
        try
        {
            return await retry.ExecuteAsync(
                async token =>
                {
                    await using var session = await connector.ConnectAsync(isQuestion, token);
                    return await GuardAsync(session, () => work(session, token), token);
                },
                cancellationToken);
        }
        catch (WorkException exception)
        {
            throw failure?.Invoke(exception.InnerException!, exception.IsTransient) ?? Unavailable(exception);
        }
    }

    /// <summary>Does work in a transaction, which is committed then. It must not do twice what it does when it is done again.</summary>
    /// <inheritdoc cref="RunAsync{T}"/>
    public Task<T> TransactAsync<T>(
        Func<Session, CancellationToken, Task<T>> work, CancellationToken cancellationToken, Func<Exception, bool, Exception>? failure = null) => RunAsync(
        async (session, token) =>
        {
            await session.BeginAsync(token);
            var result = await work(session, token);
            await session.CommitAsync();
            return result;
        },
        cancellationToken,
        failure);

    /// <summary>Opens a connection, and does the first work on it. The caller disposes of it.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="failure">Makes the exception of an error, if it is one that it knows.</param>
    /// <param name="isQuestion">Whether somebody waits for an answer, and not for work to be done.</param>
    /// <exception cref="WarehouseUnavailableException">It cannot be opened, or that work did not succeed.</exception>
    /// <exception cref="OperationCanceledException">As <see cref="RunAsync{T}"/> says.</exception>
    public async Task<(Session Session, T Result)> OpenAsync<T>(
        Func<Session, CancellationToken, Task<T>> work, CancellationToken cancellationToken, Func<Exception, bool, Exception?>? failure = null,
        bool isQuestion = false)
    {
        try
        {
            return await retry.ExecuteAsync(
                async token =>
                {
                    var session = await connector.ConnectAsync(isQuestion, token);
                    try
                    {
                        return (session, await GuardAsync(session, () => work(session, token), token));
                    }
                    catch
                    {
                        await session.AbandonAsync();
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

    /// <summary>Reads on in a query that was opened.</summary>
    /// <param name="session">Its connection.</param>
    /// <param name="read">Reads.</param>
    /// <param name="failure">Makes the exception of an error, if it is one that it knows.</param>
    /// <param name="cancellationToken">Ends it.</param>
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

    private async Task<T> GuardAsync<T>(Session session, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException exception) when (exception.InnerException is TimeoutException silence)
        {
            throw connector.Cancelled(Trouble.OfWork(silence, isTransient: true), silence, cancellationToken);
        }
        catch (SqlException exception) when (cancellationToken.IsCancellationRequested)
        {
            // SqlClient says that the user cancelled it.
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
        Trouble.OfWork(exception.InnerException!, exception.IsTransient), exception.InnerException!);
}
