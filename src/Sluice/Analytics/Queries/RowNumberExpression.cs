using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>The number of a row, from 1, among the rows with the same value in a column.</summary>
/// <param name="Partition">The column.</param>
/// <param name="Order">The order; at least one part.</param>
public sealed record RowNumberExpression(ColumnExpression Partition, IReadOnlyList<Ordering> Order)
    : QueryExpression(ColumnKind.Int64, false);
