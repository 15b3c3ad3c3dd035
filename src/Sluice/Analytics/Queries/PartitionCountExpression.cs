using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>How many rows have a column in common with a row, itself included.</summary>
/// <param name="Partition">The column.</param>
public sealed record PartitionCountExpression(ColumnExpression Partition) : QueryExpression(ColumnKind.Int64, false);
