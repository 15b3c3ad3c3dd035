using System.Numerics;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>Compares numbers exactly, unless one of them is a floating point number or has too many digits for any type.</summary>
internal static class NumberComparisons
{
    /// <summary>Compares two numbers, neither of which is the literal null.</summary>
    public static QueryExpression Create(ComparisonOperator comparison, QueryExpression left, QueryExpression right) =>
        (left, right) switch
        {
            _ when !Numbers.IsExact(left) || !Numbers.IsExact(right) => Approximately(comparison, left, right),
            (ParameterExpression { Value: ExactNumber a }, ParameterExpression { Value: ExactNumber b }) =>
                Comparisons.Always(IsTrue(comparison, Compare(a, b))),
            (_, ParameterExpression { Value: ExactNumber number }) => OfLiteral(comparison, left, number),
            (ParameterExpression { Value: ExactNumber number }, _) => OfLiteral(Mirrored(comparison), right, number),
            _ => Exactly(comparison, left, right),
        };

    /// <summary>Whether a number is one of some literals, none of which is null.</summary>
    public static QueryExpression In(QueryExpression value, IReadOnlyList<ParameterExpression> literals)
    {
        if (Numbers.IsExact(value) && literals.All(Numbers.IsExact))
        {
            if (value is ParameterExpression)
            {
                return Comparisons.Any([.. literals.Select(l => Create(ComparisonOperator.Equal, value, l))]);
            }

            return Decided(
                value,
                v => InExact(v, literals.Select(l => (ExactNumber)l.Value!)),
                v => new InExpression(v, [.. literals.Select(l => (ParameterExpression)Numbers.AsDouble(l))]));
        }

        return new InExpression(Numbers.AsDouble(value), [.. literals.Select(l => (ParameterExpression)Numbers.AsDouble(l))]);
    }

    private static ComparisonExpression Approximately(ComparisonOperator comparison, QueryExpression left, QueryExpression right) =>
        new(comparison, Numbers.AsDouble(left), Numbers.AsDouble(right));

    private static QueryExpression Exactly(ComparisonOperator comparison, QueryExpression left, QueryExpression right)
    {
        if (ExactArithmetic.Create(left) is not var (a, guardedA) || ExactArithmetic.Create(right) is not var (b, guardedB))
        {
            return Approximately(comparison, left, right);
        }

        List<QueryExpression> outside =
            [.. ((QueryExpression?[])[guardedA, guardedB]).OfType<QueryExpression>().Select(g => new IsNullExpression(g))];
        var compared = InOneType(comparison, a, b);
        return outside.Count == 0
            ? compared
            : CaseExpression.Create(Comparisons.Any(outside), Approximately(comparison, left, right), compared);
    }

    /// <summary>
    /// Compares in one type that holds the values of both. Warehouses convert mixed types differently, so they never see any.
    /// </summary>
    private static QueryExpression InOneType(ComparisonOperator comparison, QueryExpression a, QueryExpression b)
    {
        if (a.Kind == b.Kind && a.Scale == b.Scale)
        {
            return new ComparisonExpression(comparison, a, b);
        }

        var common = Digits.Common(Digits.From(a), Digits.From(b));
        if (common.All <= Digits.Most)
        {
            return new ComparisonExpression(
                comparison, Numbers.Cast(a, ColumnKind.Decimal, common), Numbers.Cast(b, ColumnKind.Decimal, common));
        }

        if (a.Scale > b.Scale)
        {
            return InOneType(Mirrored(comparison), b, a);
        }

        // If a has more digits before the point than b can have, comparing it with 0 gives the same result as comparing it with b.
        var room = Digits.Most - b.Scale;
        var zero = Numbers.Like(a, 0);
        return CaseExpression.Create(
            ExactArithmetic.Exceeds(a, BigInteger.Pow(10, room + a.Scale) - 1),
            new ComparisonExpression(comparison, a, b.Nullable ? CaseExpression.Create(new IsNullExpression(b), null, zero) : zero),
            InOneType(comparison, Numbers.Cast(a, a.Kind, new Digits(room, a.Scale)), b));
    }

    private static QueryExpression OfLiteral(ComparisonOperator comparison, QueryExpression value, ExactNumber literal) => Decided(
        value,
        v => OfExactLiteral(comparison, v, literal),
        v => new ComparisonExpression(comparison, v, new ParameterExpression(literal.ToDouble(), ColumnKind.Double)));

    /// <summary>A condition over a number: on the exact value in rows that have one, and otherwise on the approximation.</summary>
    private static QueryExpression Decided(
        QueryExpression value, Func<QueryExpression, QueryExpression> exactly, Func<QueryExpression, QueryExpression> approximately)
    {
        if (ExactArithmetic.Create(value) is not var (exact, guarded))
        {
            return approximately(Numbers.Approximate(value));
        }

        return guarded is null ? exactly(exact)
            : CaseExpression.Create(new IsNullExpression(guarded), approximately(Numbers.Approximate(value)), exactly(exact));
    }

    /// <summary>
    /// Compares with the greatest number of the value's type that is not above the literal. So the comparison is exact, however many digits
    /// the literal has, and both sides have the same type.
    /// </summary>
    private static QueryExpression OfExactLiteral(ComparisonOperator comparison, QueryExpression value, ExactNumber literal)
    {
        var floor = literal.Floor(value.Scale, out var isSame);
        var (least, most) = Range(value);
        if (comparison is ComparisonOperator.Equal or ComparisonOperator.NotEqual)
        {
            return isSame && floor >= least && floor <= most
                ? new ComparisonExpression(comparison, value, Numbers.Like(value, floor))
                : Comparisons.Always(comparison == ComparisonOperator.NotEqual);
        }

        var isLess = comparison is ComparisonOperator.Less or ComparisonOperator.LessOrEqual;
        if (floor < least || floor > most)
        {
            return isLess != floor > most ? Comparisons.Always(false)
                : value.Nullable ? new NotExpression(new IsNullExpression(value)) : Comparisons.Always(true);
        }

        return new ComparisonExpression(
            isSame ? comparison : isLess ? ComparisonOperator.LessOrEqual : ComparisonOperator.Greater, value, Numbers.Like(value, floor));
    }

    private static QueryExpression InExact(QueryExpression value, IEnumerable<ExactNumber> literals)
    {
        var (least, most) = Range(value);
        var possible = literals
            .Select(l => (Floor: l.Floor(value.Scale, out var isSame), IsSame: isSame))
            .Where(l => l.IsSame && l.Floor >= least && l.Floor <= most)
            .Select(l => Numbers.Like(value, l.Floor)).ToList();
        return possible.Count == 0 ? Comparisons.Always(false) : new InExpression(value, possible);
    }

    private static (BigInteger Least, BigInteger Most) Range(QueryExpression value)
    {
        if (value is { Kind: ColumnKind.Int64, Precision: 0 })
        {
            return (long.MinValue, long.MaxValue);
        }

        var bound = BigInteger.Pow(10, value.Precision) - 1;
        return (-bound, bound);
    }

    private static int Compare(ExactNumber a, ExactNumber b)
    {
        var scale = Math.Max(a.Scale, b.Scale);
        return a.Floor(scale, out _).CompareTo(b.Floor(scale, out _));
    }

    private static bool IsTrue(ComparisonOperator comparison, int order) => comparison switch
    {
        ComparisonOperator.Equal => order == 0,
        ComparisonOperator.NotEqual => order != 0,
        ComparisonOperator.Less => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Greater => order > 0,
        _ => order >= 0,
    };

    private static ComparisonOperator Mirrored(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => comparison,
    };
}
