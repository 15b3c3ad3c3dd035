using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Translation;

/// <summary>
/// A number that is given exactly where it can be, and else as the nearest floating point number. In SQL it is two values, of which one at
/// most is there.
/// </summary>
/// <param name="Exact">The exact number: a decimal, or a whole number.</param>
/// <param name="Otherwise">The floating point number where there is no exact one.</param>
internal sealed record EitherExpression(QueryExpression Exact, QueryExpression Otherwise) : QueryExpression(Exact.Kind, true)
{
    /// <summary>An exact number that may not be there.</summary>
    /// <param name="exact">The exact number.</param>
    /// <param name="otherwise">The floating point number.</param>
    public static EitherExpression Create(QueryExpression exact, QueryExpression otherwise) =>
        new(exact, otherwise) { Precision = exact.Precision, Scale = exact.Scale };

    /// <summary>The values that it is in SQL; of another expression itself.</summary>
    public static IReadOnlyList<QueryExpression> Parts(QueryExpression value) =>
        value is EitherExpression either ? [either.Exact, either.Otherwise] : [value];

    /// <summary>The opposite of <see cref="Parts"/>.</summary>
    /// <param name="value">What was taken apart.</param>
    /// <param name="parts">Its parts, or what has taken their place; as many as are its are taken.</param>
    public static QueryExpression Join(QueryExpression value, Queue<QueryExpression> parts) =>
        value is EitherExpression ? Create(parts.Dequeue(), parts.Dequeue()) : parts.Dequeue();
}
