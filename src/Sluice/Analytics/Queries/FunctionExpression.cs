using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>A function or an arithmetic operator. It is null if an argument is.</summary>
/// <param name="Function">Which one.</param>
/// <param name="Arguments">What it works on.</param>
/// <param name="Kind">What it gives.</param>
/// <param name="Nullable">Whether it may be null; division and remainder by zero are.</param>
public sealed record FunctionExpression(SqlFunction Function, IReadOnlyList<QueryExpression> Arguments, ColumnKind Kind, bool Nullable)
    : QueryExpression(Kind, Nullable);
