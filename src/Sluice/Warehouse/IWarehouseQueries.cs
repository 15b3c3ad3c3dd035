using Sluice.Analytics.Queries;

namespace Sluice.Warehouse;

/// <summary>The port to the warehouse for analytics queries. Safe for concurrent use.</summary>
public interface IWarehouseQueries
{
    /// <summary>The warehouse's dialect of SQL.</summary>
    ISqlDialect Dialect { get; }

    /// <summary>Starts a query. Rows are streamed, not buffered.</summary>
    /// <param name="query">The query.</param>
    /// <param name="cancellationToken">Cancels the query, from its start until its rows are disposed.</param>
    /// <returns>The rows, which the caller must dispose.</returns>
    /// <exception cref="QueryValueException">A value that the query calculates is out of range.</exception>
    /// <exception cref="QueryMemoryException">The query needs too much memory.</exception>
    /// <exception cref="WarehouseUnavailableException">The warehouse cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled. If the warehouse had not answered at all by then, the inner
    /// exception is a <see cref="WarehouseUnavailableException"/>.</exception>
    Task<IQueryRows> QueryAsync(QueryText query, CancellationToken cancellationToken);
}
