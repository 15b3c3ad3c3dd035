using Sluice.Analytics.Queries;

namespace Sluice.Warehouse;

/// <summary>Runs queries of the analytics on a warehouse. Safe for concurrent use.</summary>
public interface IWarehouseQueries
{
    /// <summary>The SQL that the warehouse understands.</summary>
    ISqlDialect Dialect { get; }

    /// <summary>Starts a query. The rows come as they are read, and are not held.</summary>
    /// <param name="query">The query.</param>
    /// <param name="cancellationToken">Ends the query, while it starts and until its rows are disposed of.</param>
    /// <returns>The rows, which must be disposed of.</returns>
    /// <exception cref="QueryValueException">A value of the query goes out of range.</exception>
    /// <exception cref="QueryMemoryException">The query needs too much memory.</exception>
    /// <exception cref="WarehouseUnavailableException">It cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">The token says so. If the warehouse did not answer at all when it did, then the inner
    /// exception is a <see cref="WarehouseUnavailableException"/>.</exception>
    Task<IQueryRows> QueryAsync(QueryText query, CancellationToken cancellationToken);
}
