using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>A conjunction or disjunction of conditions, by three-valued logic.</summary>
/// <param name="IsAnd">Whether it is a conjunction; otherwise a disjunction.</param>
/// <param name="Operands">The conditions; at least two.</param>
public sealed record LogicalExpression(bool IsAnd, IReadOnlyList<QueryExpression> Operands)
    : QueryExpression(ColumnKind.Boolean, Operands.Any(o => o.Nullable));
