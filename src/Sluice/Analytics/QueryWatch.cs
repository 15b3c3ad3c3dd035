using Sluice.Warehouse;

namespace Sluice.Analytics;

/// <summary>
/// Watches over a query while it runs: ends it if it takes too long, or if nobody waits for its answer any more, and tells the two apart.
/// The time in which it waits for the one who reads its answer is not its own.
/// </summary>
internal sealed class QueryWatch : IDisposable
{
    /// <summary>
    /// Bytes that a reader must take, on average, in the time that a query may take: with the default of 30 s, some 270 bytes a second,
    /// about what Kestrel itself asks of a connection (<c>MinResponseDataRate</c>).
    /// </summary>
    private const int Share = 8 * 1024;

    /// <summary>
    /// How many times that long a reader may take nothing. The buffers of a connection take hundreds of KB at once, and show that a slow
    /// reader goes on only when 64 KB or more of them are empty: at 1 KB a second that takes minutes.
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

    /// <summary>Begins.</summary>
    /// <param name="limit">How long the query may take.</param>
    /// <param name="time">The time.</param>
    /// <param name="admission">What lets the query run; given back when it has ended.</param>
    /// <param name="caller">Ends the query.</param>
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

    /// <summary>Is cancelled in either case.</summary>
    public CancellationToken Token => either.Token;

    /// <summary>Does a part of the work.</summary>
    /// <exception cref="QueryTimeoutException">It takes too long.</exception>
    /// <exception cref="WarehouseUnavailableException">It takes too long, since the warehouse does not answer.</exception>
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
            // It is not for the query that the time is over, if the warehouse says nothing. That it was cancelled tells nobody more than
            // this.
            throw exception.InnerException as WarehouseUnavailableException ?? (Exception)new QueryTimeoutException(limit);
        }
    }

    /// <summary>Waits for the one who reads the answer; the time of the query stands still.</summary>
    /// <param name="reading">Ends when that one has taken what was sent.</param>
    /// <exception cref="ReaderStalledException">That takes longer than a query may, and longer than what was taken before allows
    /// for.</exception>
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

    /// <summary>Counts what the reader, or a buffer on the way to it, has taken: that long it may take nothing later.</summary>
    /// <param name="bytes">How many bytes.</param>
    public void CountTaken(int bytes) => AddPatience(limit * ((double)bytes / Share));

    /// <summary>The query has ended, or is to.</summary>
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

    // Never less than the time of a query.
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
