using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>
/// The median of a column over the rows of the same group, repeated in each row of the group. It replaces the aggregate if the database has
/// the median only as a window function.
/// </summary>
/// <param name="Argument">The column.</param>
/// <param name="Partition">The columns of the group; empty for all rows.</param>
public sealed record MedianExpression(ColumnExpression Argument, IReadOnlyList<ColumnExpression> Partition)
    : QueryExpression(ColumnKind.Double, true);
