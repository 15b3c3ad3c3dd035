using Microsoft.Data.SqlClient;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Connections;

/// <summary>
/// Opens connections to a database. One that cannot be reached is tried again for as long as its trouble may last, and no longer: what it is
/// is told at once, and is in the exception in the end. Safe for concurrent use.
/// </summary>
internal sealed class Connector
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // After this it is asked whether there is a server at all, and after the other one it is told that it takes its time.
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(4);

    // SqlClient makes the connections of a pool one after the other, and may wait for one without end. Then another pool has to do, which is
    // that of another text.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly TimeSpan patience;
    private readonly TimeProvider time;
    private readonly IProgress<string>? news;
    private readonly string description;
    private readonly string server;
    private readonly ServerAddress? address;
    private readonly Lock gate = new();
    private string? told;

    /// <summary>Creates it; nothing is reached yet.</summary>
    /// <param name="connectionString">A complete connection string.</param>
    /// <param name="time">What pauses go by.</param>
    /// <param name="news">Is told, in a sentence, when the database cannot be reached and is tried again, and when it is there again.</param>
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

    /// <summary>The connection string of the pool that connections are in.</summary>
    public string ConnectionString { get; private set; }

    /// <summary>Opens a connection.</summary>
    /// <param name="isQuestion">Whether somebody waits for an answer: a server that is not there is not waited for then.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="WarehouseUnavailableException">It cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">The token says so; the inner exception is a <see cref="WarehouseUnavailableException"/>.</exception>
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
    /// <param name="trouble">Why.</param>
    /// <param name="error">What told so.</param>
    /// <param name="tried">For how long it was tried.</param>
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
            // On a thread of its own: in the place of a pooled connection that is broken SqlClient makes a new one before it returns.
            connection = new SqlConnection(text);
            var stopped = stop.Token;
            opening = Task.Factory.StartNew(
                () => connection.OpenAsync(stopped), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
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
            // Of a server that is not there SqlClient does not say why.
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

    /// <summary>Waits until a connection is open, or has failed.</summary>
    /// <returns>What is in the way, if it is known before; <see langword="null"/> if the opening has ended.</returns>
    private async Task<Trouble?> WatchAsync(Task opening, Func<Lasting, TimeSpan> left, CancellationToken cancellationToken)
    {
        // A pooled connection is there at once.
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
            // Its error is told where it is waited for to its end.
        }

        return opening.IsCompleted;
    }

    private Task<Trouble?> FindTroubleAsync(CancellationToken cancellationToken) =>
        address?.FindTroubleAsync(cancellationToken) ?? Task.FromResult<Trouble?>(null);

    private void LeavePool(string text)
    {
        lock (gate)
        {
            // Who waited for another connection of the same pool may have left it already.
            if (ConnectionString == text)
            {
                ConnectionString += ';';
            }
        }
    }

    // SqlClient may go on for as long as a connection may take.
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
            news?.Report($"The warehouse ({description}) cannot be used: {trouble.Reason} It is tried again for {left.TotalSeconds:0} seconds.");
        }
    }

    private void TellOfEnd()
    {
        if (Volatile.Read(ref told) is not null && Interlocked.Exchange(ref told, null) is not null)
        {
            news?.Report($"The warehouse ({description}) can be used now.");
        }
    }
}
