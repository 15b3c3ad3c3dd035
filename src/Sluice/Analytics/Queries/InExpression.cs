using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>Whether a value is in a list of values that are not null. True or false, never null.</summary>
/// <param name="Value">The value.</param>
/// <param name="Values">The list; at least one value.</param>
public sealed record InExpression(QueryExpression Value, IReadOnlyList<ParameterExpression> Values)
    : QueryExpression(ColumnKind.Boolean, false);
