using System.Numerics;
using Sluice.Analytics.Queries;
using Sluice.Lake;

namespace Sluice.Analytics.Translation;

/// <summary>Decides how numbers are worked out, the same in both warehouses.</summary>
/// <remarks>
/// <para>
/// Whole numbers and decimals are worked out exactly, in the widest decimal type of both warehouses, which has 38 digits. A product has the
/// digits after the point of both factors, a sum those of the operand that has more; a quotient of whole numbers is whole, and any other is
/// a floating point number, as is all arithmetic that has one in it.
/// </para>
/// <para>
/// Where the types of columns leave it open whether a result has 38 digits at most, each row decides: its number is exact if the values of
/// its columns have so few digits before the point that the whole expression has 38 at most, and else the nearest floating point number. The
/// limit is one power of ten for all columns of the expression, the greatest that will do: <c>price mul price</c> of columns that are
/// <c>decimal(38,10)</c> is exact for prices under 10^8. If there is none the expression is a floating point number.
/// </para>
/// <para>
/// A literal has the digits of its text. Beside a floating point number it is one; by itself it is compared with a whole number or a decimal
/// exactly, however long it is.
/// </para>
/// </remarks>
internal static class Numbers
{
    /// <summary>Whether it is a number that is not floating point.</summary>
    public static bool IsExact(QueryExpression value) => value.Kind is ColumnKind.Int64 or ColumnKind.Decimal;

    /// <summary>A number as it is written into SQL: exact, floating point, or an <see cref="EitherExpression"/>. Other values are as they are.</summary>
    public static QueryExpression Settle(QueryExpression value)
    {
        if (value is not ArithmeticExpression && !IsNumberLiteral(value))
        {
            return value;
        }

        return Split([value], areCompared: false) is not { } split ? Approximate(value)
            : split.Outside is not { } outside ? split.Exact[0]
            : EitherExpression.Create(CaseExpression.Create(outside, null, split.Exact[0]), CaseExpression.Create(outside, Approximate(value), null));
    }

    /// <summary>A number as a floating point number.</summary>
    public static QueryExpression AsDouble(QueryExpression value) => value switch
    {
        { Kind: ColumnKind.Double } => value,
        ParameterExpression { Value: ExactNumber number } => new ParameterExpression(number.ToDouble(), ColumnKind.Double),
        ArithmeticExpression => AsDouble(Settle(value)),
        EitherExpression either => new FunctionExpression(
            SqlFunction.Coalesce, [AsDouble(either.Exact), either.Otherwise], ColumnKind.Double, true),
        _ => Functions.Cast(value, ColumnKind.Double),
    };

    /// <summary>A floating point number that can be worked with.</summary>
    /// <exception cref="QueryRefusedException">It is a literal that is none of those.</exception>
    public static QueryExpression Finite(QueryExpression value) => value is ParameterExpression { Value: double number } && !double.IsFinite(number)
        ? throw new QueryRefusedException("Values can be compared with INF, NaN and literals beyond 1.8e308, but nothing can be worked out with them.")
        : value;

    /// <summary>
    /// Numbers as they are worked out together, exactly; <see langword="null"/> if there is no row for which they can be. The condition says
    /// for which rows they cannot; it is <see langword="null"/> if there are none.
    /// </summary>
    /// <param name="values">The numbers, none of them floating point.</param>
    /// <param name="areCompared">Whether they must be of one type.</param>
    public static (QueryExpression? Outside, IReadOnlyList<QueryExpression> Exact)? Split(IReadOnlyList<QueryExpression> values, bool areCompared)
    {
        for (var limit = Digits.Most; limit > 0; limit--)
        {
            var digits = values.Select(v => DigitsOf(v, limit)).ToList();
            if (digits.All(d => d is not null) && (!areCompared || digits.Aggregate((a, b) => Digits.Common(a!.Value, b!.Value))!.Value.All <= Digits.Most))
            {
                var outside = values.SelectMany(Leaves).Distinct().SelectMany(l => Outside(l, limit)).ToList();
                return (
                    outside.Count switch
                    {
                        0 => null,
                        1 => outside[0],
                        _ => new LogicalExpression(false, outside),
                    },
                    [.. values.Select(v => Exactly(v, limit))]);
            }
        }

        return null;
    }

    /// <summary>A number of some digits as one of a type that has as many or more.</summary>
    public static QueryExpression Cast(QueryExpression value, ColumnKind kind, Digits digits) =>
        new FunctionExpression(SqlFunction.Cast, [value], kind, value.Nullable) { Precision = digits.All, Scale = digits.Scale };

    /// <summary>The condition that a number has more digits before the point than a limit; false or null if it is null.</summary>
    public static QueryExpression IsBeyond(QueryExpression value, int limit)
    {
        // It fits into the type of the value, which has more digits before the point than the limit.
        var bound = new ExactNumber(BigInteger.Pow(10, limit), 0);
        return new LogicalExpression(false,
        [
            new ComparisonExpression(ComparisonOperator.GreaterOrEqual, value, Literals.Settled(bound, value.Kind)),
            new ComparisonExpression(ComparisonOperator.LessOrEqual, value, Literals.Settled(bound with { Unscaled = -bound.Unscaled }, value.Kind)),
        ]);
    }

    /// <summary>A number of the same type as a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="unscaled">The number without its point.</param>
    public static ParameterExpression Like(QueryExpression value, BigInteger unscaled) =>
        value is { Kind: ColumnKind.Int64, Precision: <= QueryExpression.MaxNarrow }
            ? new ParameterExpression((long)unscaled, ColumnKind.Int64)
            : new ParameterExpression(new ExactNumber(unscaled, value.Scale), value.Kind) { Precision = value.Precision, Scale = value.Scale };

    private static bool IsNumberLiteral(QueryExpression value) => value is ParameterExpression { Value: ExactNumber };

    private static IEnumerable<QueryExpression> Leaves(QueryExpression value) =>
        value is ArithmeticExpression arithmetic ? arithmetic.Operands.SelectMany(Leaves) : [value];

    private static Digits? DigitsOf(QueryExpression value, int limit)
    {
        if (value is ArithmeticExpression arithmetic)
        {
            return DigitsOf(arithmetic.Operands[0], limit) is { } a && DigitsOf(arithmetic.Operands[^1], limit) is { } b
                ? Digits.From(arithmetic.Function, a, b)
                : null;
        }

        var digits = Digits.From(value);
        return IsNumberLiteral(value) ? (digits.All <= Digits.Most ? digits : null) : digits with { Whole = Math.Min(digits.Whole, limit) };
    }

    private static IEnumerable<QueryExpression> Outside(QueryExpression leaf, int limit)
    {
        var exact = leaf is EitherExpression either ? either.Exact : leaf;
        if (leaf is EitherExpression)
        {
            yield return new IsNullExpression(exact);
        }

        if (!IsNumberLiteral(leaf) && Digits.From(leaf).Whole > limit)
        {
            yield return IsBeyond(exact, limit);
        }
    }

    private static QueryExpression Exactly(QueryExpression value, int limit)
    {
        var digits = DigitsOf(value, limit)!.Value;
        switch (value)
        {
            case ArithmeticExpression arithmetic:
                return new FunctionExpression(
                    arithmetic.Function, [.. arithmetic.Operands.Select(o => Exactly(o, limit))], arithmetic.Kind, arithmetic.Nullable)
                {
                    Precision = digits.All,
                    Scale = digits.Scale,
                };
            case ParameterExpression { Value: ExactNumber number }:
                return Literals.Settled(number, value.Kind);
            default:
                var exact = value is EitherExpression either ? either.Exact : value;
                return digits == Digits.From(value) ? exact : Cast(exact, value.Kind, digits);
        }
    }

    private static QueryExpression Approximate(QueryExpression value)
    {
        if (value is not ArithmeticExpression arithmetic)
        {
            return Finite(AsDouble(value));
        }

        var operands = arithmetic.Operands.Select(Approximate).ToList();
        return arithmetic.Function == SqlFunction.IntegerDivide
            ? new FunctionExpression(SqlFunction.Truncate, [Double(SqlFunction.Divide, operands)], ColumnKind.Double, true)
            : Double(arithmetic.Function, operands);

        FunctionExpression Double(SqlFunction function, IReadOnlyList<QueryExpression> arguments) =>
            new(function, arguments, ColumnKind.Double, arithmetic.Nullable);
    }
}
