using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>The number of a row among those that have a column in common, from 1.</summary>
/// <param name="Partition">The column.</param>
/// <param name="Order">What is first; at least one column.</param>
public sealed record RowNumberExpression(ColumnExpression Partition, IReadOnlyList<Ordering> Order)
    : QueryExpression(ColumnKind.Int64, false);
