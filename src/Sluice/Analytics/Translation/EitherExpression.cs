using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Translation;

/// <summary>
/// A number that is exact in rows where that is possible, and otherwise the nearest floating point number. In SQL it is two values.
/// Invariant: at most one of them is not null.
/// </summary>
/// <param name="Exact">The exact number: a decimal, or a whole number.</param>
/// <param name="Otherwise">The floating point number for rows without an exact one.</param>
internal sealed record EitherExpression(QueryExpression Exact, QueryExpression Otherwise) : QueryExpression(Exact.Kind, true)
{
    /// <summary>Creates the pair, with the precision of the exact number.</summary>
    /// <param name="exact">The exact number, or null.</param>
    /// <param name="otherwise">The floating point number, or null.</param>
    public static EitherExpression Create(QueryExpression exact, QueryExpression otherwise) =>
        new(exact, otherwise) { Precision = exact.Precision, Scale = exact.Scale };

    /// <summary>The values of an expression in SQL: two for a pair; one, itself, for any other expression.</summary>
    public static IReadOnlyList<QueryExpression> Parts(QueryExpression value) =>
        value is EitherExpression either ? [either.Exact, either.Otherwise] : [value];

    /// <summary>The inverse of <see cref="Parts"/>.</summary>
    /// <param name="value">The original expression.</param>
    /// <param name="parts">A queue that starts with its parts, or with what replaces them. They are removed from the queue.</param>
    public static QueryExpression Join(QueryExpression value, Queue<QueryExpression> parts) =>
        value is EitherExpression ? Create(parts.Dequeue(), parts.Dequeue()) : parts.Dequeue();
}
