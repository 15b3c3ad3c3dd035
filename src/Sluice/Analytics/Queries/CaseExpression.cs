namespace Sluice.Analytics.Queries;

/// <summary>One of two values, or of two conditions. Only the chosen one is evaluated, so the other one may be out of range.</summary>
/// <param name="Condition">The condition that decides; null counts as false.</param>
/// <param name="Then">The value if it is true; <see langword="null"/> for null.</param>
/// <param name="Else">The value if it is not; <see langword="null"/> for null. At least one of the two must be given.</param>
public sealed record CaseExpression(QueryExpression Condition, QueryExpression? Then, QueryExpression? Else)
    : QueryExpression((Then ?? Else)!.Kind, Then is not { Nullable: false } || Else is not { Nullable: false })
{
    /// <summary>Creates a choice with the precision of the value that is given.</summary>
    /// <inheritdoc cref="CaseExpression(QueryExpression, QueryExpression?, QueryExpression?)"/>
    public static CaseExpression Create(QueryExpression condition, QueryExpression? then, QueryExpression? @else)
    {
        var given = (then ?? @else)!;
        return new CaseExpression(condition, then, @else) { Precision = given.Precision, Scale = given.Scale };
    }
}
