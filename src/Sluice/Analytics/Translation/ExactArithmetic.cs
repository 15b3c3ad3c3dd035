using System.Numerics;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>
/// Translates an expression to exact SQL, step by step, and collects the conditions under which a row's numbers do not allow that: a
/// result, or an operand in the type that the step needs, would have more than 38 digits.
/// </summary>
/// <remarks>
/// Order matters: a condition contains the results of earlier steps, so it may be evaluated only if all earlier conditions are false.
/// Nested choices ensure that.
/// </remarks>
internal sealed class ExactArithmetic
{
    // In T-SQL, a quotient of decimals has at least 6 digits after the point, which the dividend must leave room for.
    private const int MostOfDividend = Digits.Most - 6;

    // In T-SQL, a product of decimals has one digit more than both factors together. If that exceeds 38, it loses digits after the sixth
    // decimal place.
    private const int SafeScale = 6;

    // Larger than the relative error of an operation on two floating point numbers that were converted from decimals.
    private const double Margin = 1e-14;

    private static readonly BigInteger Greatest = BigInteger.Pow(10, Digits.Most) - 1;

    private readonly List<QueryExpression> conditions = [];
    private readonly HashSet<(QueryExpression Value, int Whole)> narrowed = [];
    private bool isPartial;

    private ExactArithmetic()
    {
    }

    /// <summary>Translates a number exactly; <see langword="null"/> if that is not possible for any row.</summary>
    /// <param name="value">The number, which must not be floating point.</param>
    /// <returns>The exact expression, valid only in rows that allow it; and the same guarded, which is null in other rows. The second is
    /// <see langword="null"/> if all rows allow it.</returns>
    public static (QueryExpression Exact, QueryExpression? Guarded)? Create(QueryExpression value)
    {
        var arithmetic = new ExactArithmetic();
        if (arithmetic.Exactly(value) is not { } exact)
        {
            return null;
        }

        var guarded = arithmetic.conditions.AsEnumerable().Reverse().Aggregate(exact, (rest, c) => CaseExpression.Create(c, null, rest));
        return (exact, arithmetic.isPartial || arithmetic.conditions.Count > 0 ? guarded : null);
    }

    /// <summary>The condition that the absolute value of a number exceeds a bound; false or null if the number is null.</summary>
    /// <param name="value">The number.</param>
    /// <param name="most">The bound, without its decimal point, in the type of the value.</param>
    public static QueryExpression Exceeds(QueryExpression value, BigInteger most)
    {
        // The least 64-bit number has no absolute value in 64 bits.
        var wide = value is { Kind: ColumnKind.Int64, Precision: 0 } ? Numbers.Cast(value, value.Kind, Digits.From(value)) : value;
        return new ComparisonExpression(ComparisonOperator.Greater, Absolute(wide), Numbers.Like(wide, most));
    }

    /// <summary>The absolute value of a number.</summary>
    public static FunctionExpression Absolute(QueryExpression value) =>
        new(SqlFunction.Absolute, [value], value.Kind, value.Nullable) { Precision = value.Precision, Scale = value.Scale };

    /// <summary>
    /// The condition that a result has more than 38 digits, or so nearly that floating point cannot tell: it is checked in floating point,
    /// with a margin.
    /// </summary>
    /// <param name="function">The operator.</param>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <param name="digits">The digits of the result; only those after the point count.</param>
    private static ComparisonExpression IsBeyond(SqlFunction function, QueryExpression a, QueryExpression b, Digits digits)
    {
        var nullable = a.Nullable || b.Nullable;
        var result = new FunctionExpression(function, [Numbers.AsDouble(a), Numbers.AsDouble(b)], ColumnKind.Double, nullable);
        return new ComparisonExpression(
            ComparisonOperator.Greater,
            Absolute(result),
            new ParameterExpression(Math.Pow(10, Digits.Most - digits.Scale) * (1 - Margin), ColumnKind.Double));
    }

    private QueryExpression? Exactly(QueryExpression value)
    {
        switch (value)
        {
            case ArithmeticExpression { Operands: [var only] } arithmetic:
                return Exactly(only) is { } operand ? OfOne(arithmetic, operand) : null;
            case ArithmeticExpression arithmetic:
                return Exactly(arithmetic.Operands[0]) is { } a && Exactly(arithmetic.Operands[1]) is { } b
                    ? OfTwo(arithmetic, a, b)
                    : null;
            case ParameterExpression { Value: ExactNumber number }:
                return Digits.From(value).All <= Digits.Most ? Literals.Settled(number, value.Kind) : null;
            case EitherExpression either:
                // The exact part is null in rows that are not exact, which makes every result calculated from it null.
                isPartial = true;
                return either.Exact;
            default:
                return value;
        }
    }

    private FunctionExpression OfOne(ArithmeticExpression arithmetic, QueryExpression operand)
    {
        var digits = Digits.From(operand);
        if (arithmetic.Function == SqlFunction.Negate)
        {
            return Result(arithmetic, digits, operand);
        }

        // Rounding can add one digit before the point.
        if (digits.All < Digits.Most)
        {
            return Result(arithmetic, new Digits(digits.Whole + 1, 0), operand);
        }

        // At 38 digits there is no room for it, so guard the numbers that would need it. With one digit before the point: round gives 10
        // from 9.5 on, ceiling above 9, and floor -10 below -9.
        var half = BigInteger.Pow(10, digits.Scale) / 2;
        var last = (BigInteger.Pow(10, digits.Whole) - 1) * BigInteger.Pow(10, digits.Scale);
        conditions.Add(arithmetic.Function switch
        {
            SqlFunction.Floor => new ComparisonExpression(ComparisonOperator.Less, operand, Numbers.Like(operand, -last)),
            SqlFunction.Ceiling => new ComparisonExpression(ComparisonOperator.Greater, operand, Numbers.Like(operand, last)),
            _ => Exceeds(operand, last + BigInteger.Max(half - 1, 0)),
        });
        return Result(arithmetic, digits with { Scale = 0 }, operand);
    }

    private QueryExpression? OfTwo(ArithmeticExpression arithmetic, QueryExpression a, QueryExpression b)
    {
        switch (arithmetic.Function)
        {
            case SqlFunction.Multiply:
                return Product(arithmetic, a, b);
            case SqlFunction.IntegerDivide:
                return Narrow(a, MostOfDividend) is { } dividend ? Result(arithmetic, Digits.From(dividend), dividend, b) : null;
            default:
                var room = Digits.Most - Math.Max(Digits.From(a).Scale, Digits.From(b).Scale);
                if (arithmetic.Function == SqlFunction.Modulo && b is ParameterExpression && Digits.From(b).Whole > room
                    && Digits.From(a).Whole <= room)
                {
                    // The dividend is always less than the divisor, so it is the remainder.
                    return a;
                }

                return Narrow(a, room) is { } first && Narrow(b, room) is { } second
                    ? arithmetic.Function == SqlFunction.Modulo ? Remainder(arithmetic, first, second) : Sum(arithmetic, first, second)
                    : null;
        }
    }

    private FunctionExpression Sum(ArithmeticExpression arithmetic, QueryExpression a, QueryExpression b)
    {
        var digits = Digits.Common(Digits.From(a), Digits.From(b));
        if (digits.All < Digits.Most)
        {
            return Result(arithmetic, digits with { Whole = digits.Whole + 1 }, a, b);
        }

        var type = new Digits(Digits.Most - digits.Scale, digits.Scale);
        var isSum = arithmetic.Function == SqlFunction.Add;
        if (Unscaled(a, type) is { } first)
        {
            AddSumBeyond(InType(b, arithmetic, type), isSum ? first : -first);
        }
        else if (Unscaled(b, type) is { } second)
        {
            AddSumBeyond(InType(a, arithmetic, type), isSum ? second : -second);
        }
        else
        {
            conditions.Add(IsBeyond(arithmetic.Function, a, b, type));
        }

        return Result(arithmetic, type, a, b);
    }

    private void AddSumBeyond(QueryExpression a, BigInteger b)
    {
        if (!b.IsZero)
        {
            conditions.Add(b.Sign > 0
                ? new ComparisonExpression(ComparisonOperator.Greater, a, Numbers.Like(a, Greatest - b))
                : new ComparisonExpression(ComparisonOperator.Less, a, Numbers.Like(a, -Greatest - b)));
        }
    }

    private FunctionExpression? Product(ArithmeticExpression arithmetic, QueryExpression a, QueryExpression b)
    {
        var (first, second) = (Digits.From(a), Digits.From(b));
        var digits = new Digits(first.Whole + second.Whole, first.Scale + second.Scale);
        if (digits.All + (digits.Scale > SafeScale ? 1 : 0) <= Digits.Most)
        {
            return Result(arithmetic, digits, a, b);
        }

        if (digits.Scale > SafeScale)
        {
            // The factors share the digits before the point. A literal, or a factor that needs at most half of them, gets what it needs;
            // the other one gets the rest.
            var room = Digits.Most - 1 - digits.Scale;
            var ofFirst = b is ParameterExpression || second.Whole <= room / 2 ? room - second.Whole
                : a is ParameterExpression ? first.Whole
                : Math.Min(first.Whole, room - (room / 2));
            return room >= 0 && Narrow(a, ofFirst) is { } narrowA && Narrow(b, room - ofFirst) is { } narrowB
                ? Result(arithmetic, new Digits(room, digits.Scale), narrowA, narrowB)
                : null;
        }

        if (Unscaled(a, first) is { } factor)
        {
            AddProductBeyond(b, factor);
        }
        else if (Unscaled(b, second) is { } other)
        {
            AddProductBeyond(a, other);
        }
        else
        {
            conditions.Add(IsBeyond(SqlFunction.Multiply, a, b, digits));
        }

        return Result(arithmetic, digits with { Whole = Digits.Most - digits.Scale }, a, b);
    }

    private void AddProductBeyond(QueryExpression a, BigInteger factor)
    {
        var most = factor.IsZero ? Greatest : Greatest / BigInteger.Abs(factor);
        if (most < BigInteger.Pow(10, Digits.From(a).All) - 1)
        {
            conditions.Add(Exceeds(a, most));
        }
    }

    private static FunctionExpression Remainder(ArithmeticExpression arithmetic, QueryExpression a, QueryExpression b)
    {
        var (first, second) = (Digits.From(a), Digits.From(b));
        return Result(arithmetic, Digits.Common(first, second) with { Whole = Math.Min(first.Whole, second.Whole) }, a, b);
    }

    /// <summary>
    /// A number cast to fewer digits before the point, guarded for rows that have more; <see langword="null"/> if all rows have more.
    /// </summary>
    private QueryExpression? Narrow(QueryExpression value, int whole)
    {
        var digits = Digits.From(value);
        if (digits.Whole <= whole)
        {
            return value;
        }

        if (value is ParameterExpression || whole < 0)
        {
            return null;
        }

        if (narrowed.Add((value, whole)))
        {
            conditions.Add(Exceeds(value, BigInteger.Pow(10, whole + digits.Scale) - 1));
        }

        return Numbers.Cast(value, value.Kind, digits with { Whole = whole });
    }

    /// <summary>A literal without its point, scaled to a type; <see langword="null"/> if the value is not a literal.</summary>
    private static BigInteger? Unscaled(QueryExpression value, Digits type) => value switch
    {
        ParameterExpression { Value: ExactNumber number } => number.Floor(type.Scale, out _),
        ParameterExpression { Value: long number } => number * BigInteger.Pow(10, type.Scale),
        _ => null,
    };

    private static QueryExpression InType(QueryExpression value, ArithmeticExpression arithmetic, Digits type) =>
        value.Kind == arithmetic.Kind && value.Precision == type.All && value.Scale == type.Scale
            ? value
            : Numbers.Cast(value, arithmetic.Kind, type);

    private static FunctionExpression Result(
        ArithmeticExpression arithmetic, Digits digits, params IReadOnlyList<QueryExpression> operands) =>
        new(arithmetic.Function, operands, arithmetic.Kind, arithmetic.Nullable) { Precision = digits.All, Scale = digits.Scale };
}
