namespace Sluice.Analytics.Queries;

/// <summary>
/// One of two values, or conditions. The one that is not given is not worked out either, so it may be one that would go out of range.
/// </summary>
/// <param name="Condition">What decides; null counts as false.</param>
/// <param name="Then">What it is if so; <see langword="null"/> for no value.</param>
/// <param name="Else">What it is if not; <see langword="null"/> for no value. At least one of the two is given.</param>
public sealed record CaseExpression(QueryExpression Condition, QueryExpression? Then, QueryExpression? Else)
    : QueryExpression((Then ?? Else)!.Kind, Then is not { Nullable: false } || Else is not { Nullable: false })
{
    /// <summary>One of two values, of the type of the one that is given.</summary>
    /// <inheritdoc cref="CaseExpression(QueryExpression, QueryExpression?, QueryExpression?)"/>
    public static CaseExpression Create(QueryExpression condition, QueryExpression? then, QueryExpression? @else)
    {
        var given = (then ?? @else)!;
        return new CaseExpression(condition, then, @else) { Precision = given.Precision, Scale = given.Scale };
    }
}
