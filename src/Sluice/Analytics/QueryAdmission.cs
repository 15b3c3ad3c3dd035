using System.Threading.RateLimiting;
using Sluice.Analytics.Requests;

namespace Sluice.Analytics;

/// <summary>
/// Limits how many queries of a class run at a time. Others wait, in order of arrival, and if too many wait, the next is refused at once.
/// Queries share processors and memory: more at a time would all be slower, and could run out of memory.
/// </summary>
internal sealed class QueryAdmission : IDisposable
{
    /// <summary>How long a query waits, and how long a client that was refused should wait before it tries again.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly QueryLimits limits;
    private readonly TimeProvider time;
    private readonly ConcurrencyLimiter[] classes;

    /// <summary>Creates the limits.</summary>
    /// <param name="limits">How many queries of each class can run, and wait, at a time.</param>
    /// <param name="time">The clock for waiting.</param>
    public QueryAdmission(QueryLimits limits, TimeProvider time)
    {
        this.limits = limits;
        this.time = time;
        classes = [.. Enum.GetValues<QueryCost>().Select(_ => new ConcurrencyLimiter(new()
        {
            PermitLimit = limits.Concurrency,
            QueueLimit = limits.Waiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }))];
    }

    /// <summary>Waits until a query may run.</summary>
    /// <param name="cost">The class of the query.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The permit, which the caller disposes when the query has ended.</returns>
    /// <exception cref="QueryBusyException">The wait took too long, or too many wait already.</exception>
    public async ValueTask<IDisposable> EnterAsync(QueryCost cost, CancellationToken cancellationToken)
    {
        var limiter = classes[(int)cost];
        var lease = limiter.AttemptAcquire();
        if (lease.IsAcquired)
        {
            return lease;
        }

        lease.Dispose();
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            lease = await limiter.AcquireAsync(cancellationToken: either.Token);
            if (lease.IsAcquired)
            {
                return lease;
            }

            lease.Dispose();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The wait took too long.
        }

        throw new QueryBusyException(
            $"{limits.Concurrency} {NameOf(cost)} are running, which is the limit, and others wait: try again later.",
            Patience);
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(classes, c => c.Dispose());

    private static string NameOf(QueryCost cost) => cost switch
    {
        QueryCost.Key => "queries for one row",
        QueryCost.Page => "queries for a page of rows",
        QueryCost.Group => "queries that group or count rows",
        _ => "answers with all rows",
    };
}
