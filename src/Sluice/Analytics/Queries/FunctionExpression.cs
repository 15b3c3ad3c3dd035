using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>A function or an arithmetic operator. It is null if an argument is null.</summary>
/// <param name="Function">The function.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Kind">The kind of the result.</param>
/// <param name="Nullable">Whether it may be null. Division and remainder by zero are null.</param>
public sealed record FunctionExpression(SqlFunction Function, IReadOnlyList<QueryExpression> Arguments, ColumnKind Kind, bool Nullable)
    : QueryExpression(Kind, Nullable);
