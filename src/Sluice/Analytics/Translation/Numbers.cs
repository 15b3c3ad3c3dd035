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
/// Where the types of columns leave it open whether a result has 38 digits at most, each row decides: its number is exact if the result of
/// each step has 38 at most, and else a floating point number from that step on. Some steps have limits of their own:
/// </para>
/// <list type="bullet">
/// <item>The dividend of a whole quotient has 32 digits at most.</item>
/// <item>
/// A product with more than 6 digits after the point has 37 digits at most, and its factors share those before the point: <c>price mul
/// price</c> of columns that are <c>decimal(38,10)</c> is exact for prices under 10^8.
/// </item>
/// <item>A sum or product of two columns is a floating point number if the first 14 of its 38 digits are nines.</item>
/// <item>
/// A number of a type with 38 digits becomes a floating point number if it is rounded to a whole number with more digits before the point
/// than the type has.
/// </item>
/// </list>
/// <para>See <see cref="ExactArithmetic"/>, and for sums over rows <see cref="ExactSum"/>.</para>
/// <para>
/// A literal has the digits of its text. Beside a floating point number it is one; by itself it is compared with a whole number or a
/// decimal exactly, however long it is.
/// </para>
/// </remarks>
internal static class Numbers
{
    /// <summary>Whether it is a number that is not floating point.</summary>
    public static bool IsExact(QueryExpression value) => value.Kind is ColumnKind.Int64 or ColumnKind.Decimal;

    /// <summary>
    /// A number as it is written into SQL: exact, floating point, or an <see cref="EitherExpression"/>. Other values are as they are.
    /// </summary>
    public static QueryExpression Settle(QueryExpression value)
    {
        if (value is not ArithmeticExpression && !IsNumberLiteral(value))
        {
            return value;
        }

        return ExactArithmetic.Create(value) is not var (exact, guarded) ? Approximate(value)
            : guarded is null ? exact
            : EitherExpression.Create(guarded, CaseExpression.Create(new IsNullExpression(guarded), Approximate(value), null));
    }

    /// <summary>A number as a floating point number.</summary>
    public static QueryExpression AsDouble(QueryExpression value) => value switch
    {
        { Kind: ColumnKind.Double } => value,
        ParameterExpression { Value: ExactNumber number } => new ParameterExpression(number.ToDouble(), ColumnKind.Double),
        ArithmeticExpression or EitherExpression => First(Approximations(value)),
        _ => Functions.Cast(value, ColumnKind.Double),
    };

    /// <summary>A floating point number that can be worked with.</summary>
    /// <exception cref="QueryRefusedException">It is a literal that is none of those.</exception>
    public static QueryExpression Finite(QueryExpression value) =>
        value is ParameterExpression { Value: double number } && !double.IsFinite(number)
            ? throw new QueryRefusedException(
                "Values can be compared with INF, NaN and literals beyond 1.7976931348623157e308, but they cannot be calculated with.")
            : value;

    /// <summary>A number of some digits as one of a type that has as many or more.</summary>
    public static QueryExpression Cast(QueryExpression value, ColumnKind kind, Digits digits) =>
        new FunctionExpression(SqlFunction.Cast, [value], kind, value.Nullable) { Precision = digits.All, Scale = digits.Scale };

    /// <summary>A number of the same type as a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="unscaled">The number without its point.</param>
    public static ParameterExpression Like(QueryExpression value, BigInteger unscaled) =>
        value is { Kind: ColumnKind.Int64, Precision: <= QueryExpression.MaxNarrow }
            ? new ParameterExpression((long)unscaled, ColumnKind.Int64)
            : new ParameterExpression(new ExactNumber(unscaled, value.Scale), value.Kind)
            {
                Precision = value.Precision,
                Scale = value.Scale,
            };

    private static bool IsNumberLiteral(QueryExpression value) => value is ParameterExpression { Value: ExactNumber };

    /// <summary>
    /// A number as a floating point number, for rows for which it cannot be worked out exactly: of operands that are as near to theirs as
    /// can be.
    /// </summary>
    public static QueryExpression Approximate(QueryExpression value) => value switch
    {
        ArithmeticExpression arithmetic => First(OfOperands(arithmetic)),
        EitherExpression either => either.Otherwise,
        _ => Finite(AsDouble(value)),
    };

    /// <summary>
    /// Floating point numbers, of which the first that is not null is nearest to a number: the number itself, if it is exact; then the
    /// result of exact operands; then that of operands whose own operands are exact; and so on. One flat list, since T-SQL allows ten
    /// nested choices.
    /// </summary>
    private static IReadOnlyList<QueryExpression> Approximations(QueryExpression value) => value switch
    {
        ArithmeticExpression arithmetic when ExactArithmetic.Create(value) is var (exact, guarded) =>
            guarded is null ? [AsDouble(exact)] : [AsDouble(guarded), .. OfOperands(arithmetic)],
        ArithmeticExpression arithmetic => OfOperands(arithmetic),
        EitherExpression either => [AsDouble(either.Exact), either.Otherwise],
        _ => [Finite(AsDouble(value))],
    };

    private static List<QueryExpression> OfOperands(ArithmeticExpression arithmetic)
    {
        List<IReadOnlyList<QueryExpression>> operands = [.. arithmetic.Operands.Select(Approximations)];
        var most = operands.FindIndex(o => o.Count == operands.Max(other => other.Count));
        return [.. operands[most].Select(of => Result([.. operands.Select((o, i) => i == most ? of : First(o))]))];

        FunctionExpression Result(IReadOnlyList<QueryExpression> arguments) => arithmetic.Function == SqlFunction.IntegerDivide
            ? new FunctionExpression(SqlFunction.Truncate, [Double(SqlFunction.Divide, arguments)], ColumnKind.Double, true)
            : Double(arithmetic.Function, arguments);

        FunctionExpression Double(SqlFunction function, IReadOnlyList<QueryExpression> arguments) =>
            new(function, arguments, ColumnKind.Double, arithmetic.Nullable || arguments.Any(a => a.Nullable));
    }

    private static QueryExpression First(IReadOnlyList<QueryExpression> values) =>
        values.Count == 1 ? values[0] : new FunctionExpression(SqlFunction.Coalesce, values, ColumnKind.Double, true);
}
