using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>The negation of a condition; null if the condition is null.</summary>
/// <param name="Operand">The condition.</param>
public sealed record NotExpression(QueryExpression Operand) : QueryExpression(ColumnKind.Boolean, Operand.Nullable);
