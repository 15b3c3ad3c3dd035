using Sluice.Warehouse;

namespace Sluice.Analytics;

/// <summary>Ends a query that takes too long, or whose answer nobody waits for any more, and tells the two apart.</summary>
internal sealed class QueryWatch : IDisposable
{
    private readonly TimeSpan limit;
    private readonly CancellationToken caller;
    private readonly CancellationTokenSource timeout;
    private readonly CancellationTokenSource either;

    /// <summary>Begins.</summary>
    public QueryWatch(TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        this.limit = limit;
        this.caller = caller;
        timeout = new CancellationTokenSource(limit, time);
        either = CancellationTokenSource.CreateLinkedTokenSource(caller, timeout.Token);
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
            // It is not for the query that the time is over, if the warehouse says nothing.
            throw exception.InnerException as WarehouseUnavailableException ?? (Exception)new QueryTimeoutException(limit, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        either.Dispose();
        timeout.Dispose();
    }
}
