using Microsoft.Data.SqlClient;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Connections;

/// <summary>
/// Opens connections to a database. If it cannot be reached, tries again for a time that depends on the kind of fault. Reports the
/// fault at once, and throws it in the end. Safe for concurrent use.
/// </summary>
internal sealed class Connector
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // After ProbeAfter, check whether the server's port answers at all. After SlowAfter, report that the server is slow.
    private static readonly TimeSpan ProbeAfter = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(4);

    // SqlClient opens the connections of a pool one by one, and can wait for one without limit. Then switch to another pool, which a
    // different connection string selects.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly TimeSpan connectLimit;
    private readonly TimeProvider time;
    private readonly IProgress<string>? status;
    private readonly string description;
    private readonly string server;
    private readonly ServerAddress? address;
    private readonly Lock gate = new();
    private string? reported;

    /// <summary>Creates the connector without connecting.</summary>
    /// <param name="connectionString">A complete connection string.</param>
    /// <param name="time">The clock of pauses.</param>
    /// <param name="status">Gets a sentence when the database cannot be reached and is tried again, and when it is available again.</param>
    public Connector(string connectionString, TimeProvider time, IProgress<string>? status)
    {
        ConnectionString = connectionString;
        this.time = time;
        this.status = status;
        var parts = new SqlConnectionStringBuilder(connectionString);
        description = $"{parts.InitialCatalog} on {parts.DataSource}";
        address = ServerAddress.From(parts);
        server = address?.ToString() ?? parts.DataSource;
        connectLimit = TimeSpan.FromSeconds(parts.ConnectTimeout) + Grace;
    }

    /// <summary>The connection string of the current pool.</summary>
    public string ConnectionString { get; private set; }

    /// <summary>Opens a connection.</summary>
    /// <param name="isInteractive">Whether a client waits for the answer: then an unreachable server is waited for only briefly.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="WarehouseUnavailableException">No connection can be opened.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the inner exception is a
    /// <see cref="WarehouseUnavailableException"/>.</exception>
    public async Task<Session> ConnectAsync(bool isInteractive, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var pause = FirstPause;
        DatabaseFault? fault = null;
        try
        {
            while (true)
            {
                (var session, fault, var error) = await TryAsync(Left, cancellationToken);
                if (session is not null)
                {
                    ReportRecovery();
                    return session;
                }

                var left = Left(fault!.Kind);
                if (left <= TimeSpan.Zero)
                {
                    throw Unavailable(fault, error, fault.Kind == FaultKind.Permanent ? default : time.GetElapsedTime(start));
                }

                ReportRetry(fault, left);
                await Task.Delay(left < pause ? left : pause, time, cancellationToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw Cancelled(fault ?? DatabaseFault.Unresponsive(server, time.GetElapsedTime(start)), exception, cancellationToken);
        }

        TimeSpan Left(FaultKind kind) => Limit(kind, isInteractive) - time.GetElapsedTime(start);
    }

    /// <summary>The exception of a database that cannot be used.</summary>
    /// <param name="fault">The reason.</param>
    /// <param name="error">The exception that showed it.</param>
    /// <param name="tried">How long it was tried.</param>
    public WarehouseUnavailableException Unavailable(DatabaseFault fault, Exception? error, TimeSpan tried = default) => new(
        $"The warehouse ({description}) cannot be used: {fault.Reason} "
        + (tried > TimeSpan.Zero ? $"It was tried for {tried.TotalSeconds:0} seconds. " : "") + fault.Advice,
        error);

    /// <summary>The exception of work that was cancelled while the database did not answer.</summary>
    public OperationCanceledException Cancelled(DatabaseFault fault, Exception error, CancellationToken cancellationToken) => new(
        "The work on the warehouse was cancelled while it did not answer.", Unavailable(fault, error), cancellationToken);

    private static TimeSpan Limit(FaultKind kind, bool isInteractive) => kind switch
    {
        FaultKind.Permanent => TimeSpan.Zero,
        FaultKind.PossiblyTransient => TimeSpan.FromSeconds(5),
        FaultKind.Unreachable when isInteractive => TimeSpan.FromSeconds(5),
        _ => TimeSpan.FromMinutes(1),
    };

    private async Task<(Session? Session, DatabaseFault? Fault, Exception? Error)> TryAsync(
        Func<FaultKind, TimeSpan> left, CancellationToken cancellationToken)
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
            var fault = DatabaseFault.From(exception);
            return (null, fault.Kind == FaultKind.Unreachable ? await ProbeAsync(cancellationToken) ?? fault : fault, exception);
        }
        finally
        {
            if (!isOpen)
            {
                if (opening is { IsCompleted: false } && time.GetElapsedTime(begun) >= SlowAfter)
                {
                    SwitchPool(text);
                }

                await stop.CancelAsync();
                DisposeLater(connection, opening);
            }
        }
    }

    /// <summary>Waits until a connection is open or has failed.</summary>
    /// <returns>The fault, if it is known before the opening ends; <see langword="null"/> if the opening has ended.</returns>
    private async Task<DatabaseFault?> WatchAsync(Task opening, Func<FaultKind, TimeSpan> left, CancellationToken cancellationToken)
    {
        // A pooled connection opens at once.
        if (opening.IsCompleted || await HasEndedAsync(opening, ProbeAfter, cancellationToken))
        {
            return null;
        }

        var finding = ProbeAsync(cancellationToken);
        await Task.WhenAny(opening, finding);
        if (opening.IsCompleted)
        {
            return null;
        }

        if (await finding is { } fault)
        {
            return fault;
        }

        if (await HasEndedAsync(opening, SlowAfter - ProbeAfter, cancellationToken))
        {
            return null;
        }

        var unresponsive = DatabaseFault.Unresponsive(server, SlowAfter);
        ReportRetry(unresponsive, left(unresponsive.Kind));
        var rest = connectLimit - SlowAfter < left(unresponsive.Kind) ? connectLimit - SlowAfter : left(unresponsive.Kind);
        return await HasEndedAsync(opening, rest, cancellationToken) ? null : unresponsive;
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

    private Task<DatabaseFault?> ProbeAsync(CancellationToken cancellationToken) =>
        address?.ProbeAsync(cancellationToken) ?? Task.FromResult<DatabaseFault?>(null);

    private void SwitchPool(string text)
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
    private static void DisposeLater(SqlConnection? connection, Task? opening) => _ = (opening ?? Task.CompletedTask).ContinueWith(
        o =>
        {
            _ = o.Exception;
            connection?.Dispose();
        },
        CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private void ReportRetry(DatabaseFault fault, TimeSpan left)
    {
        if (Interlocked.Exchange(ref reported, fault.Reason) != fault.Reason)
        {
            status?.Report(
                $"The warehouse ({description}) cannot be used: {fault.Reason} Trying again for up to {left.TotalSeconds:0} seconds.");
        }
    }

    private void ReportRecovery()
    {
        if (Volatile.Read(ref reported) is not null && Interlocked.Exchange(ref reported, null) is not null)
        {
            status?.Report($"The warehouse ({description}) is available again.");
        }
    }
}
