using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>
/// Arithmetic of whole numbers and decimals whose types are not decided yet. <see cref="Numbers.Settle"/> decides them for the whole
/// expression.
/// </summary>
/// <param name="Function">The operator, or the rounding function.</param>
/// <param name="Operands">One or two numbers that are not floating point.</param>
/// <param name="Kind">The kind of the result: a whole number or a decimal.</param>
/// <param name="Nullable">Whether it may be null.</param>
internal sealed record ArithmeticExpression(SqlFunction Function, IReadOnlyList<QueryExpression> Operands, ColumnKind Kind, bool Nullable)
    : QueryExpression(Kind, Nullable);
