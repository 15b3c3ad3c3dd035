using System.Threading.RateLimiting;

namespace Sluice.Analytics;

/// <summary>
/// Lets so many queries of a class run at a time; others wait a while, in the order in which they came. What runs at once shares processors
/// and memory: more of them would answer later, and none would answer once memory is out.
/// </summary>
internal sealed class QueryAdmission : IDisposable
{
    // Who waits costs little, but not nothing.
    private const int MostWaiting = 1_000;

    /// <summary>How long a query waits, and how long whoever is turned away should.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly int concurrency;
    private readonly TimeProvider time;
    private readonly ConcurrencyLimiter[] classes;

    /// <summary>Creates it; nothing runs.</summary>
    /// <param name="concurrency">How many queries of each class run at a time.</param>
    /// <param name="time">What waiting goes by.</param>
    public QueryAdmission(int concurrency, TimeProvider time)
    {
        this.concurrency = concurrency;
        this.time = time;
        classes = [.. Enum.GetValues<QueryCost>().Select(_ => new ConcurrencyLimiter(new()
        {
            PermitLimit = concurrency,
            QueueLimit = MostWaiting,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }))];
    }

    /// <summary>Lets a query run, as soon as it may.</summary>
    /// <param name="cost">Its class.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is disposed of when the query has ended.</returns>
    /// <exception cref="QueryBusyException">Others run, and it has waited for long enough.</exception>
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
            // It has waited for long enough.
        }

        throw new QueryBusyException(
            $"{concurrency} {(cost == QueryCost.Export ? "answers with all rows" : "queries")} are being worked on, "
            + "which is as many as may be at a time: ask again a little later.",
            Patience);
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(classes, c => c.Dispose());
}
