using System.Numerics;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>Decides how numbers are calculated, the same in both warehouses.</summary>
/// <remarks>
/// <para>
/// Arithmetic of whole numbers and decimals is exact, in the widest decimal type of both warehouses, which has 38 digits. A product has the
/// decimal places of both factors, a sum those of the operand that has more. A quotient of two whole numbers is whole. Any other quotient,
/// and all arithmetic with a floating point number, is floating point.
/// </para>
/// <para>
/// If the types of the columns do not ensure that a result has at most 38 digits, each row decides: its number is exact as long as the
/// result of each step has at most 38 digits, and floating point from the first step on that has more. Some steps have other limits:
/// </para>
/// <list type="bullet">
/// <item>The dividend of a whole quotient has at most 32 digits.</item>
/// <item>
/// A product with more than 6 decimal places has at most 37 digits, and its factors share the digits before the point: <c>price mul
/// price</c> of columns that are <c>decimal(38,10)</c> is exact for prices under 10^8.
/// </item>
/// <item>A sum or product of two columns is floating point if the first 14 of its 38 digits are nines.</item>
/// <item>
/// A number of a type with 38 digits is floating point if rounding it to a whole number needs more digits before the point than the type
/// has.
/// </item>
/// </list>
/// <para>See <see cref="ExactArithmetic"/>, and for sums over rows <see cref="ExactSum"/>.</para>
/// <para>
/// A literal has the digits of its text. Next to a floating point number it becomes one. Otherwise it is compared with whole numbers and
/// decimals exactly, however long it is.
/// </para>
/// </remarks>
internal static class Numbers
{
    /// <summary>Whether a value is a number that is not floating point.</summary>
    public static bool IsExact(QueryExpression value) => value.Kind is ColumnKind.Int64 or ColumnKind.Decimal;

    /// <summary>
    /// Decides how a number is calculated in SQL: exactly, in floating point, or as an <see cref="EitherExpression"/>. Other values are
    /// unchanged.
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

    /// <summary>Converts a number to floating point.</summary>
    public static QueryExpression AsDouble(QueryExpression value) => value switch
    {
        { Kind: ColumnKind.Double } => value,
        ParameterExpression { Value: ExactNumber number } => new ParameterExpression(number.ToDouble(), ColumnKind.Double),
        ArithmeticExpression or EitherExpression => First(Approximations(value)),
        _ => Functions.Cast(value, ColumnKind.Double),
    };

    /// <summary>A floating point number that can be an operand.</summary>
    /// <exception cref="QueryRefusedException">It is an infinite or NaN literal.</exception>
    public static QueryExpression Finite(QueryExpression value) =>
        value is ParameterExpression { Value: double number } && !double.IsFinite(number)
            ? throw new QueryRefusedException(
                "Values can be compared with INF, NaN and literals beyond 1.7976931348623157e308, but they cannot be calculated with.")
            : value;

    /// <summary>Casts a number to a type with at least as many digits.</summary>
    public static QueryExpression Cast(QueryExpression value, ColumnKind kind, Digits digits) =>
        new FunctionExpression(SqlFunction.Cast, [value], kind, value.Nullable) { Precision = digits.All, Scale = digits.Scale };

    /// <summary>Creates a number of the same type as a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="unscaled">The number without its decimal point.</param>
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
    /// The floating point value for rows in which a number cannot be calculated exactly, from operands that are as exact as possible.
    /// </summary>
    public static QueryExpression Approximate(QueryExpression value) => value switch
    {
        ArithmeticExpression arithmetic => First(OfOperands(arithmetic)),
        EitherExpression either => either.Otherwise,
        _ => Finite(AsDouble(value)),
    };

    /// <summary>
    /// Floating point values of a number, the best first; the first that is not null is used. They are the number itself, if it is exact;
    /// then the result of exact operands; then that of operands whose own operands are exact; and so on. The list is flat, because T-SQL
    /// allows only ten nested choices.
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
