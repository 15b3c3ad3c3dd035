using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>Whether a value is null.</summary>
/// <param name="Value">The value.</param>
public sealed record IsNullExpression(QueryExpression Value) : QueryExpression(ColumnKind.Boolean, false);
