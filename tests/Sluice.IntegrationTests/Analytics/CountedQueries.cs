using Sluice.Analytics.Queries;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>Counts the queries that reach a warehouse.</summary>
internal sealed class CountedQueries(IWarehouseQueries queries) : IWarehouseQueries
{
    private int count;

    public int Count => Volatile.Read(ref count);

    public ISqlDialect Dialect => queries.Dialect;

    public Task<IQueryRows> QueryAsync(QueryText query, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref count);
        return queries.QueryAsync(query, cancellationToken);
    }
}
