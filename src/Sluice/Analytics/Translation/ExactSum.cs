using System.Numerics;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>
/// The sum of exact numbers. It is exact if it has at most 38 digits, whatever the numbers and their order; otherwise it is a floating
/// point number.
/// </summary>
/// <remarks>
/// If numbers have so many digits that a sum could overflow, each is split into <c>high * unit + low</c>, and the database sums both parts
/// separately. Neither sum can exceed 38 digits. The high part is a whole number calculated in floating point. It may be inexact, because
/// the low part is the exact difference. Numbers that are not exact themselves are summed in floating point.
/// </remarks>
internal sealed class ExactSum
{
    // A sum can have this many digits more than its rows: no table has 10^12 rows.
    private const int DigitsOfRows = 12;
    private const int MostOfPart = Digits.Most - DigitsOfRows;

    // The digits of the low part. Two are kept free, because the inexact high part can leave a unit or two in it. The high part has at most
    // 14 digits.
    private const int DigitsOfLow = MostOfPart - 2;

    // More units than rounding can add to the high part.
    private const int MovedUnits = 1_000_000;

    // The high part is calculated slightly too small, by this share, so that high * unit never has more digits than the number.
    private const double Margin = 1e-14;

    // The digits after the point of the unit; negative for a unit above 1, null if numbers are not split.
    private readonly int? scaleOfUnit;
    private readonly bool hasOtherwise;

    /// <summary>Decides whether to split the numbers.</summary>
    /// <param name="value">The number of each row; not a floating point number.</param>
    public ExactSum(QueryExpression value)
    {
        var exact = EitherExpression.Parts(value)[0];
        var digits = Digits.From(exact);
        if (digits.All <= MostOfPart)
        {
            Parts = [Sum(exact)];
        }
        else
        {
            scaleOfUnit = digits.Scale - DigitsOfLow;
            var (high, low) = Cut(exact, digits, scaleOfUnit.Value);
            Parts = [Sum(low), Sum(high)];
        }

        if (value is EitherExpression { Otherwise: var otherwise })
        {
            hasOtherwise = true;
            Parts = [.. Parts, Sum(otherwise)];
        }
    }

    /// <summary>The sums that the database calculates.</summary>
    public IReadOnlyList<AggregatePart> Parts { get; }

    /// <summary>The sum.</summary>
    /// <param name="sums">The sums of the parts, in order; more values may follow.</param>
    public QueryExpression Value(IReadOnlyList<QueryExpression> sums)
    {
        var exact = scaleOfUnit is { } scale ? Joined(sums[1], sums[0], scale) : sums[0];
        if (!hasOtherwise)
        {
            return exact;
        }

        var otherwise = sums[Parts.Count - 1];
        var isExact = new IsNullExpression(otherwise);
        var all = Double(SqlFunction.Add, otherwise, OrZero(Numbers.AsDouble(exact)));
        var either = exact as EitherExpression;
        return EitherExpression.Create(
            CaseExpression.Create(isExact, either?.Exact ?? exact, null),
            CaseExpression.Create(isExact, either?.Otherwise, all));
    }

    private static AggregatePart Sum(QueryExpression value) => new(AggregateMethod.Sum, value);

    private static (QueryExpression High, QueryExpression Low) Cut(QueryExpression value, Digits digits, int scale)
    {
        var isLong = ExactArithmetic.Exceeds(value, BigInteger.Pow(10, MostOfPart) - 1);
        var units = Double(SqlFunction.Multiply, Numbers.AsDouble(value), Number(Math.Pow(10, scale) * (1 - Margin)));

        // Rounding can give the high part one digit more. At 38 digits there is no room for that, but there the margin is large enough to
        // prevent it.
        var wide = digits.All < Digits.Most ? digits with { Whole = digits.Whole + 1 } : digits;
        var whole = new Digits(wide.All - DigitsOfLow, 0);
        var high = Numbers.Cast(units, ColumnKind.Int64, whole);
        var low = Exactly(SqlFunction.Subtract, value.Kind, wide, value, Numbers.Cast(InNumbers(high, whole, scale), value.Kind, wide));
        return (
            CaseExpression.Create(isLong, high, Numbers.Like(high, 0)),
            CaseExpression.Create(isLong, low, Numbers.Cast(value, value.Kind, wide)));
    }

    private static EitherExpression Joined(QueryExpression high, QueryExpression low, int scale)
    {
        // For a sum near 10^38, the high part alone can be too large while the low part is negative. So first move some units from the high
        // to the low part, which gives both the same sign.
        var digits = new Digits(Digits.Most - low.Scale, low.Scale);
        var most = new Digits(Digits.Most - DigitsOfLow, 0);
        var approximate = Double(
            SqlFunction.Add, Double(SqlFunction.Multiply, Numbers.AsDouble(high), Number(Math.Pow(10, -scale))), Numbers.AsDouble(low));
        var isNegative = new ComparisonExpression(ComparisonOperator.Less, high, Numbers.Like(high, 0));
        high = Moved(SqlFunction.Subtract, high, new Digits(Digits.Most, 0), MovedUnits);
        low = Moved(SqlFunction.Add, low, digits, MovedUnits * BigInteger.Pow(10, DigitsOfLow));

        // The result is exact if the high part fits, and the low part fits into what is left. The checks are nested, because the second one
        // is valid only if the first holds.
        var number = Numbers.Cast(InNumbers(high, most, scale), low.Kind, digits);
        var left = Exactly(
            SqlFunction.Subtract, low.Kind, digits, Numbers.Like(low, BigInteger.Pow(10, Digits.Most) - 1),
            ExactArithmetic.Absolute(number));
        var exact = CaseExpression.Create(
            ExactArithmetic.Exceeds(high, BigInteger.Pow(10, most.Whole) - 1),
            null,
            CaseExpression.Create(
                new ComparisonExpression(ComparisonOperator.Greater, ExactArithmetic.Absolute(low), left),
                null,
                Exactly(SqlFunction.Add, low.Kind, digits, number, low)));
        return EitherExpression.Create(exact, CaseExpression.Create(new IsNullExpression(exact), approximate, null));

        FunctionExpression Moved(SqlFunction function, QueryExpression part, Digits type, BigInteger units) => Exactly(
            function, part.Kind, type, part, CaseExpression.Create(isNegative, Numbers.Like(part, -units), Numbers.Like(part, units)));
    }

    /// <summary>Converts a number of units to the number; the digits are those of the number of units.</summary>
    private static FunctionExpression InNumbers(QueryExpression units, Digits digits, int scale)
    {
        var (number, kind) = scale > 0
            ? (new ExactNumber(1, scale), ColumnKind.Decimal)
            : (new ExactNumber(BigInteger.Pow(10, -scale), 0), ColumnKind.Int64);
        return Exactly(
            SqlFunction.Multiply,
            kind,
            new Digits(digits.Whole + Math.Max(0, -scale), Math.Max(0, scale)),
            Numbers.Cast(units, ColumnKind.Int64, digits),
            Literals.Settled(number, kind));
    }

    private static FunctionExpression OrZero(QueryExpression value) =>
        new(SqlFunction.Coalesce, [value, Number(0)], ColumnKind.Double, false);

    private static ParameterExpression Number(double number) => new(number, ColumnKind.Double);

    private static FunctionExpression Double(SqlFunction function, QueryExpression a, QueryExpression b) =>
        new(function, [a, b], ColumnKind.Double, true);

    private static FunctionExpression Exactly(
        SqlFunction function, ColumnKind kind, Digits digits, params IReadOnlyList<QueryExpression> arguments) =>
        new(function, arguments, kind, true) { Precision = digits.All, Scale = digits.Scale };
}
