using Sluice.Analytics.Queries;
using Sluice.Lake;

namespace Sluice.Analytics.Translation;

/// <summary>
/// Arithmetic of whole numbers and decimals of which it is not decided yet how it is worked out: <see cref="Numbers.Settle"/> does that,
/// for an expression as a whole.
/// </summary>
/// <param name="Function">The operator, or the way to round.</param>
/// <param name="Operands">Numbers that are not floating point: one or two.</param>
/// <param name="Kind">What it gives: a whole number or a decimal.</param>
/// <param name="Nullable">Whether it may be null.</param>
internal sealed record ArithmeticExpression(SqlFunction Function, IReadOnlyList<QueryExpression> Operands, ColumnKind Kind, bool Nullable)
    : QueryExpression(Kind, Nullable);
