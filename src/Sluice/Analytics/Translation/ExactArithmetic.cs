using System.Numerics;
using Sluice.Analytics.Queries;
using Sluice.Lake;

namespace Sluice.Analytics.Translation;

/// <summary>
/// Works out an expression exactly, step by step, and finds the conditions under which a row's numbers do not let it: a result, or an
/// operand in the type that the step needs, would have more than 38 digits.
/// </summary>
/// <remarks>
/// Each condition may be worked out only if those before it are false: it contains the results of earlier steps.
/// </remarks>
internal sealed class ExactArithmetic
{
    // A quotient of decimals has at least 6 digits after the point in T-SQL.
    private const int MostOfDividend = Digits.Most - 6;

    // A product of decimals in T-SQL has a digit more than both have; if that is one too many, digits after the point past the sixth go.
    private const int SafeScale = 6;

    // More than the relative error of a result of two floating point numbers that were decimals.
    private const double Margin = 1e-14;

    private static readonly BigInteger Greatest = BigInteger.Pow(10, Digits.Most) - 1;

    private readonly List<QueryExpression> conditions = [];
    private readonly HashSet<(QueryExpression Value, int Whole)> narrowed = [];
    private bool isPartial;

    private ExactArithmetic()
    {
    }

    /// <summary>
    /// A number as it is worked out exactly; <see langword="null"/> if there is no row for which it can be.
    /// </summary>
    /// <param name="value">The number, not a floating point number.</param>
    /// <returns>
    /// How it is worked out where it can be; and the same that is null for the rows for which it cannot, or
    /// <see langword="null"/> if there are none.
    /// </returns>
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

    /// <summary>The condition that a number, whatever its sign, is more than some number; false or null if it is null.</summary>
    /// <param name="value">The number.</param>
    /// <param name="most">What it may be: without its point, and one that the type of the value has.</param>
    public static QueryExpression Exceeds(QueryExpression value, BigInteger most)
    {
        // The least number of 64 bits has no opposite.
        var wide = value is { Kind: ColumnKind.Int64, Precision: 0 } ? Numbers.Cast(value, value.Kind, Digits.From(value)) : value;
        return new ComparisonExpression(ComparisonOperator.Greater, Absolute(wide), Numbers.Like(wide, most));
    }

    /// <summary>A number without its sign.</summary>
    public static FunctionExpression Absolute(QueryExpression value) =>
        new(SqlFunction.Absolute, [value], value.Kind, value.Nullable) { Precision = value.Precision, Scale = value.Scale };

    /// <summary>
    /// The condition that a result has more than 38 digits, or so nearly as many that the floating point number that decides it cannot
    /// tell.
    /// </summary>
    /// <param name="function">The operator.</param>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second.</param>
    /// <param name="digits">Of the result: those after the point.</param>
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
                // Null where it is not exact, and so is all that is worked out with it.
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

        // What is rounded may have one digit more before its point.
        if (digits.All < Digits.Most)
        {
            return Result(arithmetic, new Digits(digits.Whole + 1, 0), operand);
        }

        // With one digit before the point, round gives 10 from 9.5 on, ceiling for all above 9, and floor -10 for all below -9.
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
                    // What is less than the divisor is what remains of it.
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
            // Both share the digits before the point. A literal has those that it needs, and so has what needs no more than half of them.
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
    /// A number with so many digits before the point at most, where it has no more; <see langword="null"/> if it always has.
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

    /// <summary>A literal without its point, with the digits after it that a type has; <see langword="null"/> of what is none.</summary>
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
