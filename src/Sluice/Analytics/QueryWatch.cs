using Sluice.Warehouse;

namespace Sluice.Analytics;

/// <summary>
/// Watches a running query: cancels it if it takes too long or if its caller cancels, and tells the two apart. Time spent waiting for the
/// client does not count.
/// </summary>
internal sealed class QueryWatch : IDisposable
{
    /// <summary>
    /// The bytes that a client must read on average within the time limit of a query. With the default of 30 s this is about 270 bytes per
    /// second, similar to Kestrel's own minimum for a connection (<c>MinResponseDataRate</c>).
    /// </summary>
    private const int Share = 8 * 1024;

    /// <summary>
    /// How many times the limit a client may read nothing, at most. The buffers of a connection take hundreds of KB at once, and show
    /// progress of a slow client only when 64 KB or more are free again: at 1 KB per second that takes minutes.
    /// </summary>
    private const int MostShares = 10;

    private readonly TimeSpan limit;
    private readonly TimeProvider time;
    private readonly IDisposable admission;
    private readonly CancellationToken caller;
    private readonly CancellationTokenSource timeout;
    private readonly CancellationTokenSource either;
    private TimeSpan spent;
    private TimeSpan patience;
    private long since;
    private bool isEnded;

    /// <summary>Starts the time limit.</summary>
    /// <param name="limit">The time limit of the query.</param>
    /// <param name="time">The clock.</param>
    /// <param name="admission">The query's permit; disposed with the watch.</param>
    /// <param name="caller">The caller's token, which cancels the query.</param>
    public QueryWatch(TimeSpan limit, TimeProvider time, IDisposable admission, CancellationToken caller)
    {
        this.limit = limit;
        this.time = time;
        this.admission = admission;
        this.caller = caller;
        timeout = new CancellationTokenSource(limit, time);
        either = CancellationTokenSource.CreateLinkedTokenSource(caller, timeout.Token);
        since = time.GetTimestamp();
        patience = limit;
    }

    /// <summary>Cancelled by the time limit and by the caller.</summary>
    public CancellationToken Token => either.Token;

    /// <summary>Runs a part of the work.</summary>
    /// <exception cref="QueryTimeoutException">The query takes too long.</exception>
    /// <exception cref="WarehouseUnavailableException">The query takes too long because the warehouse does not respond.</exception>
    public ValueTask<T> GuardAsync<T>(Func<Task<T>> work) => GuardAsync(() => new ValueTask<T>(work()));

    /// <inheritdoc cref="GuardAsync{T}(Func{Task{T}})"/>
    public async ValueTask<T> GuardAsync<T>(Func<ValueTask<T>> work)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !caller.IsCancellationRequested)
        {
            // If the warehouse did not respond at all, report that instead of a slow query. The cancellation itself adds no information.
            throw exception.InnerException as WarehouseUnavailableException ?? (Exception)new QueryTimeoutException(limit);
        }
    }

    /// <summary>Waits for the client. The time limit of the query is paused.</summary>
    /// <param name="reading">Completes when the client has read what was sent.</param>
    /// <exception cref="ReaderStalledException">The client reads nothing for longer than the limit, and longer than what it has read before
    /// allows.</exception>
    public async ValueTask WaitForReaderAsync(Task reading)
    {
        Stop();
        var began = time.GetTimestamp();
        try
        {
            await reading.WaitAsync(patience, time, caller);
        }
        catch (TimeoutException exception)
        {
            throw new ReaderStalledException(patience, exception);
        }
        finally
        {
            AddPatience(-time.GetElapsedTime(began));
            GoOn();
        }
    }

    /// <summary>Counts what the client, or a buffer on the way to it, has taken. It may pause longer for it later.</summary>
    /// <param name="bytes">How many bytes.</param>
    public void CountTaken(int bytes) => AddPatience(limit * ((double)bytes / Share));

    /// <summary>Ends the watch and releases the permit.</summary>
    public void Dispose()
    {
        if (!isEnded)
        {
            isEnded = true;
            either.Dispose();
            timeout.Dispose();
            admission.Dispose();
        }
    }

    // The patience never falls below the time limit of a query.
    private void AddPatience(TimeSpan more) =>
        patience = TimeSpan.FromTicks(Math.Clamp(patience.Ticks + more.Ticks, limit.Ticks, limit.Ticks * MostShares));

    private void Stop()
    {
        if (!isEnded)
        {
            timeout.CancelAfter(Timeout.InfiniteTimeSpan);
            spent += time.GetElapsedTime(since);
        }
    }

    private void GoOn()
    {
        if (!isEnded)
        {
            since = time.GetTimestamp();
            timeout.CancelAfter(spent < limit ? limit - spent : TimeSpan.Zero);
        }
    }
}
