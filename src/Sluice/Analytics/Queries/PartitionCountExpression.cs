using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>The number of rows with the same value in a column, repeated in each of them.</summary>
/// <param name="Partition">The column.</param>
public sealed record PartitionCountExpression(ColumnExpression Partition) : QueryExpression(ColumnKind.Int64, false);
