using Microsoft.Data.SqlClient;
using Polly;
using Polly.Retry;
using Sluice.Warehouse;

namespace Sluice.SqlServer;

/// <summary>The database: opens connections, and does work again that ended for a reason that passes. Safe for concurrent use.</summary>
internal sealed class Database
{
    // Together over a minute: as long as a serverless database takes to wake up, or a failover to be over.
    private const int Retries = 8;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    private readonly string connectionString;
    private readonly ResiliencePipeline retry;
    private ServerFeatures? features;

    /// <summary>Creates it; nothing is reached yet.</summary>
    /// <param name="connectionString">A complete connection string, of <see cref="SqlServerConnectionString"/>.</param>
    /// <param name="time">What pauses go by.</param>
    public Database(string connectionString, TimeProvider time)
    {
        this.connectionString = connectionString;
        var parts = new SqlConnectionStringBuilder(connectionString);
        Description = $"{parts.InitialCatalog} on {parts.DataSource}";
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

    /// <summary>Which database it is, for people.</summary>
    public string Description { get; }

    /// <summary>Its connection string, which may have a secret in it.</summary>
    public string ConnectionString => connectionString;

    /// <summary>What the server can do; all, until it is found out.</summary>
    public ServerFeatures Features => features ?? ServerFeatures.All;

    /// <summary>Finds out what the server can do, once.</summary>
    public async Task<ServerFeatures> ProbeAsync(Func<Task<ServerFeatures>> probe) => features ??= await probe();

    /// <summary>Does work on a connection of its own. It is done again as a whole if it ends for a reason that passes.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="failure">Makes the exception of an error and of whether it would pass, if it is not to be one that says what the server
    /// says.</param>
    /// <exception cref="WarehouseUnavailableException">It did not succeed.</exception>
    public async Task<T> RunAsync<T>(
        Func<Session, CancellationToken, Task<T>> work, CancellationToken cancellationToken, Func<Exception, bool, Exception>? failure = null)
    {
        try
        {
            return await retry.ExecuteAsync(
                async token =>
                {
                    await using var session = await ConnectAsync(token);
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
    /// <exception cref="WarehouseUnavailableException">It cannot be opened, or that work did not succeed.</exception>
    public async Task<(Session Session, T Result)> OpenAsync<T>(
        Func<Session, CancellationToken, Task<T>> work, CancellationToken cancellationToken, Func<Exception, bool, Exception?>? failure = null)
    {
        try
        {
            return await retry.ExecuteAsync(
                async token =>
                {
                    var session = await ConnectAsync(token);
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

    private async Task<Session> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(connectionString);
        var session = new Session(connection);
        try
        {
            await GuardAsync(
                session,
                async () =>
                {
                    await connection.OpenAsync(cancellationToken);
                    return true;
                },
                cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private static async Task<T> GuardAsync<T>(Session session, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
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

    private WarehouseUnavailableException Unavailable(WorkException exception) => new(
        $"The warehouse ({Description}) cannot be used: {exception.InnerException!.Message} "
        + (exception.IsTransient
            ? "It was tried again for a minute; look whether the database is running and can be reached from here."
            : "Look at the setting Warehouse__ConnectionString and at the rights of this app in the database."),
        exception.InnerException);
}
