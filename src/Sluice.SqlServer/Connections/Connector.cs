using Microsoft.Data.SqlClient;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Connections;

/// <summary>
/// Opens connections to a database. If it cannot be reached, tries again for a time that depends on the kind of trouble. Reports the
/// trouble at once, and throws it in the end. Safe for concurrent use.
/// </summary>
internal sealed class Connector
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // After Prompt, check whether the server's port answers at all. After Slow, report that the server is slow.
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(4);

    // SqlClient opens the connections of a pool one by one, and can wait for one without limit. Then switch to another pool, which a
    // different connection string selects.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly TimeSpan patience;
    private readonly TimeProvider time;
    private readonly IProgress<string>? news;
    private readonly string description;
    private readonly string server;
    private readonly ServerAddress? address;
    private readonly Lock gate = new();
    private string? told;

    /// <summary>Creates the connector without connecting.</summary>
    /// <param name="connectionString">A complete connection string.</param>
    /// <param name="time">The clock of pauses.</param>
    /// <param name="news">Gets a sentence when the database cannot be reached and is tried again, and when it is available again.</param>
    public Connector(string connectionString, TimeProvider time, IProgress<string>? news)
    {
        ConnectionString = connectionString;
        this.time = time;
        this.news = news;
        var parts = new SqlConnectionStringBuilder(connectionString);
        description = $"{parts.InitialCatalog} on {parts.DataSource}";
        address = ServerAddress.From(parts);
        server = address?.ToString() ?? parts.DataSource;
        patience = TimeSpan.FromSeconds(parts.ConnectTimeout) + Grace;
    }

    /// <summary>The connection string of the current pool.</summary>
    public string ConnectionString { get; private set; }

    /// <summary>Opens a connection.</summary>
    /// <param name="isQuestion">Whether a client waits for the answer: then an unreachable server is waited for only briefly.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="WarehouseUnavailableException">No connection can be opened.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the inner exception is a
    /// <see cref="WarehouseUnavailableException"/>.</exception>
    public async Task<Session> ConnectAsync(bool isQuestion, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var pause = FirstPause;
        Trouble? trouble = null;
        try
        {
            while (true)
            {
                (var session, trouble, var error) = await TryAsync(Left, cancellationToken);
                if (session is not null)
                {
                    TellOfEnd();
                    return session;
                }

                var left = Left(trouble!.Lasting);
                if (left <= TimeSpan.Zero)
                {
                    throw Unavailable(trouble, error, trouble.Lasting == Lasting.Ever ? default : time.GetElapsedTime(start));
                }

                Tell(trouble, left);
                await Task.Delay(left < pause ? left : pause, time, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw Cancelled(trouble ?? Trouble.Silent(server, time.GetElapsedTime(start)), exception, cancellationToken);
        }

        TimeSpan Left(Lasting lasting) => Limit(lasting, isQuestion) - time.GetElapsedTime(start);
    }

    /// <summary>The exception of a database that cannot be used.</summary>
    /// <param name="trouble">The reason.</param>
    /// <param name="error">The exception that showed it.</param>
    /// <param name="tried">How long it was tried.</param>
    public WarehouseUnavailableException Unavailable(Trouble trouble, Exception? error, TimeSpan tried = default) => new(
        $"The warehouse ({description}) cannot be used: {trouble.Reason} "
        + (tried > TimeSpan.Zero ? $"It was tried for {tried.TotalSeconds:0} seconds. " : "") + trouble.Advice,
        error);

    /// <summary>The exception of work that was cancelled while the database did not answer.</summary>
    public OperationCanceledException Cancelled(Trouble trouble, Exception error, CancellationToken cancellationToken) => new(
        "The work on the warehouse was cancelled while it did not answer.", Unavailable(trouble, error), cancellationToken);

    private static TimeSpan Limit(Lasting lasting, bool isQuestion) => lasting switch
    {
        Lasting.Ever => TimeSpan.Zero,
        Lasting.Moments => TimeSpan.FromSeconds(5),
        Lasting.Absence when isQuestion => TimeSpan.FromSeconds(5),
        _ => TimeSpan.FromMinutes(1),
    };

    private async Task<(Session? Session, Trouble? Trouble, Exception? Error)> TryAsync(
        Func<Lasting, TimeSpan> left, CancellationToken cancellationToken)
    {
        var text = ConnectionString;
        var begun = time.GetTimestamp();
        SqlConnection? connection = null;
        Task? opening = null;
        using var stop = new CancellationTokenSource();
        var isOpen = false;
        try
        {
            // Open on a separate thread: OpenAsync can block, because SqlClient replaces a broken pooled connection before it returns.
            connection = new SqlConnection(text);
            var stopped = stop.Token;
            opening = Task.Factory.StartNew(
                () => connection.OpenAsync(stopped),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap();
            if (await WatchAsync(opening, left, cancellationToken) is { } known)
            {
                return (null, known, null);
            }

            await opening;
            isOpen = true;
            return (new Session(connection), null, null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // SqlClient does not say why a server cannot be reached, so find the reason.
            var trouble = Trouble.From(exception);
            return (null, trouble.Lasting == Lasting.Absence ? await FindTroubleAsync(cancellationToken) ?? trouble : trouble, exception);
        }
        finally
        {
            if (!isOpen)
            {
                if (opening is { IsCompleted: false } && time.GetElapsedTime(begun) >= Slow)
                {
                    LeavePool(text);
                }

                await stop.CancelAsync();
                Leave(connection, opening);
            }
        }
    }

    /// <summary>Waits until a connection is open or has failed.</summary>
    /// <returns>The trouble, if it is known before the opening ends; <see langword="null"/> if the opening has ended.</returns>
    private async Task<Trouble?> WatchAsync(Task opening, Func<Lasting, TimeSpan> left, CancellationToken cancellationToken)
    {
        // A pooled connection opens at once.
        if (opening.IsCompleted || await HasEndedAsync(opening, Prompt, cancellationToken))
        {
            return null;
        }

        var finding = FindTroubleAsync(cancellationToken);
        await Task.WhenAny(opening, finding);
        if (opening.IsCompleted)
        {
            return null;
        }

        if (await finding is { } trouble)
        {
            return trouble;
        }

        if (await HasEndedAsync(opening, Slow - Prompt, cancellationToken))
        {
            return null;
        }

        var silent = Trouble.Silent(server, Slow);
        Tell(silent, left(silent.Lasting));
        var rest = patience - Slow < left(silent.Lasting) ? patience - Slow : left(silent.Lasting);
        return await HasEndedAsync(opening, rest, cancellationToken) ? null : silent;
    }

    private async Task<bool> HasEndedAsync(Task opening, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await opening.WaitAsync(limit < TimeSpan.Zero ? TimeSpan.Zero : limit, time, cancellationToken);
        }
        catch (Exception) when (opening.IsCompleted || !cancellationToken.IsCancellationRequested)
        {
            // The caller awaits the opening and gets its error.
        }

        return opening.IsCompleted;
    }

    private Task<Trouble?> FindTroubleAsync(CancellationToken cancellationToken) =>
        address?.FindTroubleAsync(cancellationToken) ?? Task.FromResult<Trouble?>(null);

    private void LeavePool(string text)
    {
        lock (gate)
        {
            // Another caller may have left the pool already.
            if (ConnectionString == text)
            {
                ConnectionString += ';';
            }
        }
    }

    // SqlClient can keep opening until the connect timeout, so dispose of the connection after that.
    private static void Leave(SqlConnection? connection, Task? opening) => _ = (opening ?? Task.CompletedTask).ContinueWith(
        o =>
        {
            _ = o.Exception;
            connection?.Dispose();
        },
        CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private void Tell(Trouble trouble, TimeSpan left)
    {
        if (Interlocked.Exchange(ref told, trouble.Reason) != trouble.Reason)
        {
            news?.Report(
                $"The warehouse ({description}) cannot be used: {trouble.Reason} Trying again for up to {left.TotalSeconds:0} seconds.");
        }
    }

    private void TellOfEnd()
    {
        if (Volatile.Read(ref told) is not null && Interlocked.Exchange(ref told, null) is not null)
        {
            news?.Report($"The warehouse ({description}) is available again.");
        }
    }
}
