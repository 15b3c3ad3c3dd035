using System.Numerics;
using Sluice.Analytics.Queries;
using Sluice.Lake;

namespace Sluice.Analytics.Translation;

/// <summary>
/// The sum of exact numbers: exact if it has 38 digits at most, whatever the numbers and their order, and else the nearest floating point
/// number.
/// </summary>
/// <remarks>
/// A number with so many digits that the database could run out of them is cut in two, <c>high * unit + low</c>, each of which it adds up by
/// itself: of neither can the sum have more than 38 digits. Numbers that are not exact themselves are added up as floating point numbers.
/// </remarks>
internal sealed class ExactSum
{
    // So many digits the sum of any number of rows can have more than the rows: no table has 10^12.
    private const int DigitsOfRows = 12;
    private const int MostOfPart = Digits.Most - DigitsOfRows;

    // Of the unit of the high part: negative for a unit above 1.
    private readonly int? scaleOfHigh;
    private readonly bool hasOtherwise;

    /// <summary>Decides how to add up.</summary>
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
            scaleOfHigh = Math.Clamp(0, digits.Scale - MostOfPart, MostOfPart - digits.Whole);
            var (high, low) = Cut(exact, digits, scaleOfHigh.Value);
            Parts = [Sum(high), Sum(low)];
        }

        if (value is EitherExpression { Otherwise: var otherwise })
        {
            hasOtherwise = true;
            Parts = [.. Parts, Sum(otherwise)];
        }
    }

    /// <summary>What the database adds up.</summary>
    public IReadOnlyList<AggregatePart> Parts { get; }

    /// <summary>The sum.</summary>
    /// <param name="sums">The sums of the parts, in their order; there may be more values after them.</param>
    public QueryExpression Value(IReadOnlyList<QueryExpression> sums)
    {
        var exact = scaleOfHigh is { } scale ? Joined(sums[0], sums[1], scale) : sums[0];
        if (!hasOtherwise)
        {
            return exact;
        }

        var otherwise = sums[Parts.Count - 1];
        var isExact = new IsNullExpression(otherwise);
        var all = new FunctionExpression(
            SqlFunction.Add,
            [
                otherwise,
                new FunctionExpression(SqlFunction.Coalesce, [Numbers.AsDouble(exact), new ParameterExpression(0.0, ColumnKind.Double)], ColumnKind.Double, false),
            ],
            ColumnKind.Double,
            true);
        var either = exact as EitherExpression;
        return EitherExpression.Create(
            CaseExpression.Create(isExact, either?.Exact ?? exact, null),
            CaseExpression.Create(isExact, either?.Otherwise, all));
    }

    private static AggregatePart Sum(QueryExpression value) => new(AggregateMethod.Sum, value);

    private static ExactNumber Unit(int scale) =>
        scale < 0 ? new ExactNumber(BigInteger.Pow(10, -scale), 0) : new ExactNumber(1, scale);

    private static (QueryExpression High, QueryExpression Low) Cut(QueryExpression value, Digits digits, int scale)
    {
        var low = Exactly(
            SqlFunction.Modulo, value.Kind, new Digits(Math.Max(0, -scale), digits.Scale), value, Literals.Settled(Unit(scale), value.Kind));
        var high = Exactly(SqlFunction.Subtract, value.Kind, digits, value, low);
        return (
            scale < 0
                ? Exactly(
                    SqlFunction.IntegerDivide,
                    ColumnKind.Int64,
                    new Digits(digits.Whole + scale, 0),
                    Numbers.Cast(high, ColumnKind.Int64, new Digits(digits.Whole, 0)),
                    Literals.Settled(Unit(scale), ColumnKind.Int64))
                : Numbers.Cast(high, value.Kind, new Digits(digits.Whole, scale)),
            low);
    }

    private static EitherExpression Joined(QueryExpression high, QueryExpression low, int scale)
    {
        // With less than a unit in the low part the high part alone decides, and else a floating point number does.
        var units = scale < 0
            ? new FunctionExpression(SqlFunction.Multiply, [Numbers.AsDouble(high), new ParameterExpression(Math.Pow(10, -scale), ColumnKind.Double)], ColumnKind.Double, true)
            : Numbers.AsDouble(high);
        var isBeyond = new LogicalExpression(false,
        [
            ExactArithmetic.Exceeds(high, BigInteger.Pow(10, Digits.Most - low.Scale + scale) - 1),
            new LogicalExpression(true,
            [
                ExactArithmetic.Exceeds(low, BigInteger.Pow(10, low.Scale - scale) - 1),
                ExactArithmetic.IsBeyond(SqlFunction.Add, units, low, Digits.From(low)),
            ]),
        ]);
        var whole = Digits.Most - low.Scale;
        var summand = scale < 0
            ? Exactly(SqlFunction.Multiply, high.Kind, new Digits(whole, 0), high, Literals.Settled(Unit(scale), high.Kind))
            : Numbers.Cast(high, low.Kind, new Digits(whole, scale));
        return EitherExpression.Create(
            CaseExpression.Create(isBeyond, null, Exactly(SqlFunction.Add, low.Kind, new Digits(whole, low.Scale), summand, low)),
            CaseExpression.Create(
                isBeyond, new FunctionExpression(SqlFunction.Add, [units, Numbers.AsDouble(low)], ColumnKind.Double, true), null));
    }

    private static FunctionExpression Exactly(SqlFunction function, ColumnKind kind, Digits digits, params IReadOnlyList<QueryExpression> arguments) =>
        new(function, arguments, kind, true) { Precision = digits.All, Scale = digits.Scale };
}
