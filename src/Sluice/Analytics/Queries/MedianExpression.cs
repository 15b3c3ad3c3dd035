using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>
/// The median of a column over the rows of the same group, in each row of the group: what a select becomes if its database has the
/// median as a window function only.
/// </summary>
/// <param name="Argument">The column.</param>
/// <param name="Partition">The columns of the group; none for all rows.</param>
public sealed record MedianExpression(ColumnExpression Argument, IReadOnlyList<ColumnExpression> Partition)
    : QueryExpression(ColumnKind.Double, true);
