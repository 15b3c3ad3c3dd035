using Microsoft.OData.UriParser;
using Sluice.Analytics.Queries;
using Sluice.Lake;

namespace Sluice.Analytics.Translation;

/// <summary>Functions and arithmetic, with the types that they give.</summary>
internal static class Functions
{
    // More digits after the point than this, and a product is worked out in floating point: the type has 38 digits in all.
    private const int MaxProductScale = 20;

    private static readonly ColumnKind[] Dates = [ColumnKind.Date, ColumnKind.Timestamp];
    private static readonly ColumnKind[] Times = [ColumnKind.Time, ColumnKind.Timestamp];

    /// <summary>Whether a kind is one of numbers.</summary>
    public static bool IsNumber(ColumnKind kind) => kind is ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Double;

    /// <summary>A function of OData.</summary>
    /// <exception cref="QueryRefusedException">There is no such function here, or it is not one of these values.</exception>
    public static QueryExpression Of(string name, IReadOnlyList<QueryExpression> arguments) => (name, arguments) switch
    {
        ("length", [{ Kind: ColumnKind.Text }]) => Call(SqlFunction.Length, ColumnKind.Int64, arguments),
        ("tolower", [{ Kind: ColumnKind.Text }]) => Call(SqlFunction.ToLower, ColumnKind.Text, arguments),
        ("toupper", [{ Kind: ColumnKind.Text }]) => Call(SqlFunction.ToUpper, ColumnKind.Text, arguments),
        ("trim", [{ Kind: ColumnKind.Text }]) => Call(SqlFunction.Trim, ColumnKind.Text, arguments),
        ("concat", [{ Kind: ColumnKind.Text }, { Kind: ColumnKind.Text }]) => Call(SqlFunction.Concat, ColumnKind.Text, arguments),
        ("indexof", [{ Kind: ColumnKind.Text }, { Kind: ColumnKind.Text }]) => Call(SqlFunction.IndexOf, ColumnKind.Int64, arguments),
        ("contains", [{ Kind: ColumnKind.Text }, { Kind: ColumnKind.Text }]) => Call(SqlFunction.Contains, ColumnKind.Boolean, arguments),
        ("startswith", [{ Kind: ColumnKind.Text }, { Kind: ColumnKind.Text }]) => Call(SqlFunction.StartsWith, ColumnKind.Boolean, arguments),
        ("endswith", [{ Kind: ColumnKind.Text }, { Kind: ColumnKind.Text }]) => Call(SqlFunction.EndsWith, ColumnKind.Boolean, arguments),
        ("substring", [{ Kind: ColumnKind.Text } text, { Kind: ColumnKind.Int64 } start]) =>
            Call(SqlFunction.SubstringFrom, ColumnKind.Text, [text, NotNegative(start)]),
        ("substring", [{ Kind: ColumnKind.Text } text, { Kind: ColumnKind.Int64 } start, { Kind: ColumnKind.Int64 } length]) =>
            Call(SqlFunction.Substring, ColumnKind.Text, [text, NotNegative(start), NotNegative(length)]),
        ("year", [{ } a]) when Dates.Contains(a.Kind) => Call(SqlFunction.Year, ColumnKind.Int64, arguments),
        ("month", [{ } a]) when Dates.Contains(a.Kind) => Call(SqlFunction.Month, ColumnKind.Int64, arguments),
        ("day", [{ } a]) when Dates.Contains(a.Kind) => Call(SqlFunction.Day, ColumnKind.Int64, arguments),
        ("hour", [{ } a]) when Times.Contains(a.Kind) => Call(SqlFunction.Hour, ColumnKind.Int64, arguments),
        ("minute", [{ } a]) when Times.Contains(a.Kind) => Call(SqlFunction.Minute, ColumnKind.Int64, arguments),
        ("second", [{ } a]) when Times.Contains(a.Kind) => Call(SqlFunction.Second, ColumnKind.Int64, arguments),
        ("fractionalseconds", [{ } a]) when Times.Contains(a.Kind) => Call(SqlFunction.FractionalSeconds, ColumnKind.Double, arguments),
        ("date", [{ Kind: ColumnKind.Timestamp }]) => Call(SqlFunction.Date, ColumnKind.Date, arguments),
        ("time", [{ Kind: ColumnKind.Timestamp }]) => Call(SqlFunction.TimeOfDay, ColumnKind.Time, arguments),
        ("round" or "floor" or "ceiling", [{ Kind: ColumnKind.Int64 } whole]) => whole,
        ("round", [{ } a]) when IsNumber(a.Kind) => Call(SqlFunction.Round, a.Kind, arguments),
        ("floor", [{ } a]) when IsNumber(a.Kind) => Call(SqlFunction.Floor, a.Kind, arguments),
        ("ceiling", [{ } a]) when IsNumber(a.Kind) => Call(SqlFunction.Ceiling, a.Kind, arguments),
        _ => throw new QueryRefusedException($"There is no function {name} of these values here."),
    };

    /// <summary>Arithmetic.</summary>
    /// <exception cref="QueryRefusedException">It is not one of these values.</exception>
    public static QueryExpression Arithmetic(BinaryOperatorKind kind, QueryExpression left, QueryExpression right)
    {
        if (!IsNumber(left.Kind) || !IsNumber(right.Kind))
        {
            throw new QueryRefusedException("Only numbers can be added, subtracted, multiplied and divided.");
        }

        var function = kind switch
        {
            BinaryOperatorKind.Add => SqlFunction.Add,
            BinaryOperatorKind.Subtract => SqlFunction.Subtract,
            BinaryOperatorKind.Multiply => SqlFunction.Multiply,
            BinaryOperatorKind.Divide => SqlFunction.IntegerDivide,
            BinaryOperatorKind.Modulo => SqlFunction.Modulo,
            _ => throw new QueryRefusedException("There is no such operator here."),
        };
        var isWhole = left.Kind == ColumnKind.Int64 && right.Kind == ColumnKind.Int64;
        var isDouble = left.Kind == ColumnKind.Double || right.Kind == ColumnKind.Double
            || (function == SqlFunction.IntegerDivide && !isWhole)
            || (function == SqlFunction.Multiply && left.Scale + right.Scale > MaxProductScale);
        if (isDouble)
        {
            (left, right) = (Cast(left, ColumnKind.Double), Cast(right, ColumnKind.Double));
            function = function == SqlFunction.IntegerDivide ? SqlFunction.Divide : function;
        }

        var mayDivideByZero = function is SqlFunction.IntegerDivide or SqlFunction.Divide or SqlFunction.Modulo;
        return new FunctionExpression(
            function,
            [left, right],
            isDouble ? ColumnKind.Double : isWhole ? ColumnKind.Int64 : ColumnKind.Decimal,
            mayDivideByZero || left.Nullable || right.Nullable)
        {
            Scale = isDouble ? 0 : function == SqlFunction.Multiply ? left.Scale + right.Scale : Math.Max(left.Scale, right.Scale),
        };
    }

    /// <summary>A number with the other sign.</summary>
    /// <exception cref="QueryRefusedException">It is no number.</exception>
    public static QueryExpression Negate(QueryExpression value) => IsNumber(value.Kind)
        ? new FunctionExpression(SqlFunction.Negate, [value], value.Kind, value.Nullable) { Scale = value.Scale }
        : throw new QueryRefusedException("Only a number has another sign.");

    /// <summary>A number as a floating point number, or a date as its first moment.</summary>
    public static QueryExpression Cast(QueryExpression value, ColumnKind kind) => (value, kind) switch
    {
        var (v, k) when v.Kind == k => value,
        (ParameterExpression { Value: long number }, ColumnKind.Double) => new ParameterExpression((double)number, kind),
        (ParameterExpression { Value: decimal number }, ColumnKind.Double) => new ParameterExpression((double)number, kind),
        (ParameterExpression { Value: DateOnly date }, ColumnKind.Timestamp) => new ParameterExpression(date.ToDateTime(TimeOnly.MinValue), kind),
        (ParameterExpression { Value: null }, _) => new ParameterExpression(null, kind),
        _ => new FunctionExpression(SqlFunction.Cast, [value], kind, value.Nullable),
    };

    /// <summary>The seconds from the second date or timestamp to the first.</summary>
    public static QueryExpression SecondsBetween(QueryExpression left, QueryExpression right) => Call(
        SqlFunction.SecondsBetween, ColumnKind.Double, [Cast(left, ColumnKind.Timestamp), Cast(right, ColumnKind.Timestamp)]);

    private static FunctionExpression Call(SqlFunction function, ColumnKind kind, IReadOnlyList<QueryExpression> arguments) =>
        new(function, arguments, kind, arguments.Any(a => a.Nullable));

    private static QueryExpression NotNegative(QueryExpression number) => number switch
    {
        ParameterExpression { Value: long value } => new ParameterExpression(Math.Clamp(value, 0, int.MaxValue), ColumnKind.Int64),
        _ => Call(SqlFunction.NotNegative, ColumnKind.Int64, [number]),
    };
}
