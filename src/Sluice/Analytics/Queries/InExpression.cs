using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>Whether a value is one of some values that are not null. True or false, never null.</summary>
/// <param name="Value">The value.</param>
/// <param name="Values">The values that it may be; at least one.</param>
public sealed record InExpression(QueryExpression Value, IReadOnlyList<ParameterExpression> Values)
    : QueryExpression(ColumnKind.Boolean, false);
