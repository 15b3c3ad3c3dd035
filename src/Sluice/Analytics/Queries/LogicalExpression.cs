using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>All or any of some conditions, by three-valued logic.</summary>
/// <param name="IsAnd">Whether all must be true; if not, one is enough.</param>
/// <param name="Operands">The conditions; at least two.</param>
public sealed record LogicalExpression(bool IsAnd, IReadOnlyList<QueryExpression> Operands)
    : QueryExpression(ColumnKind.Boolean, Operands.Any(o => o.Nullable));
