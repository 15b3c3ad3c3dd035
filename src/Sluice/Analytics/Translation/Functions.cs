using Microsoft.OData.UriParser;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>Creates functions and arithmetic, with the types of their results.</summary>
internal static class Functions
{
    // The greatest number of characters of a text in a warehouse.
    private const long MostCharacters = (1 << 30) - 1;

    // The digits of a length, a position or a part of a date.
    private const int DigitsOfCount = 10;

    private static readonly ColumnKind[] Dates = [ColumnKind.Date, ColumnKind.Timestamp];
    private static readonly ColumnKind[] Times = [ColumnKind.Time, ColumnKind.Timestamp];

    /// <summary>Whether a kind is numeric.</summary>
    public static bool IsNumber(ColumnKind kind) => kind is ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Double;

    /// <summary>Creates a function of OData.</summary>
    /// <exception cref="QueryRefusedException">The function does not exist, or does not accept these values.</exception>
    public static QueryExpression Create(string name, IReadOnlyList<QueryExpression> arguments) => (name, arguments) switch
    {
        ("length", [{ Kind: ColumnKind.Text }]) => Call(SqlFunction.Length, ColumnKind.Int64, arguments),
        ("tolower", [{ Kind: ColumnKind.Text }]) => Call(SqlFunction.ToLower, ColumnKind.Text, arguments),
        ("toupper", [{ Kind: ColumnKind.Text }]) => Call(SqlFunction.ToUpper, ColumnKind.Text, arguments),
        ("trim", [{ Kind: ColumnKind.Text }]) => Call(SqlFunction.Trim, ColumnKind.Text, arguments),
        ("concat", [{ Kind: ColumnKind.Text }, { Kind: ColumnKind.Text }]) => Call(SqlFunction.Concat, ColumnKind.Text, arguments),
        ("indexof", [{ Kind: ColumnKind.Text }, { Kind: ColumnKind.Text }]) => Call(SqlFunction.IndexOf, ColumnKind.Int64, arguments),
        ("contains", [{ Kind: ColumnKind.Text }, { Kind: ColumnKind.Text }]) => Call(SqlFunction.Contains, ColumnKind.Boolean, arguments),
        ("startswith", [{ Kind: ColumnKind.Text }, { Kind: ColumnKind.Text }]) =>
            Call(SqlFunction.StartsWith, ColumnKind.Boolean, arguments),
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
        (UriFunctions.DateTrunc, [ParameterExpression { Value: string step }, { } a]) when Dates.Contains(a.Kind) => StartOf(step, a),
        ("time", [{ Kind: ColumnKind.Timestamp }]) => Call(SqlFunction.TimeOfDay, ColumnKind.Time, arguments),
        ("round" or "floor" or "ceiling", [{ Kind: ColumnKind.Int64 } whole]) => whole,
        ("round", [{ } a]) when IsNumber(a.Kind) => Rounded(SqlFunction.Round, a),
        ("floor", [{ } a]) when IsNumber(a.Kind) => Rounded(SqlFunction.Floor, a),
        ("ceiling", [{ } a]) when IsNumber(a.Kind) => Rounded(SqlFunction.Ceiling, a),
        ("matchesPattern", [{ Kind: ColumnKind.Text }, ParameterExpression { Value: string }]) =>
            Call(SqlFunction.MatchesPattern, ColumnKind.Boolean, arguments),
        ("matchesPattern", [{ Kind: ColumnKind.Text }, { Kind: ColumnKind.Text }]) =>
            throw QueryRefusedException.Unsupported("The pattern of matchesPattern must be a literal."),
        ("mindatetime", []) => new ParameterExpression(DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc), ColumnKind.Timestamp),
        ("maxdatetime", []) => new ParameterExpression(DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc), ColumnKind.Timestamp),

        // Timestamps are in UTC.
        ("totaloffsetminutes", [{ Kind: ColumnKind.Timestamp } a]) =>
            CaseExpression.Create(new IsNullExpression(a), null, new ParameterExpression(0L, ColumnKind.Int64) { Precision = 1 }),
        (UriFunctions.Case, [_, _, ..]) => CaseTranslator.Create(arguments),
        _ when name.StartsWith("geo.", StringComparison.Ordinal) =>
            throw QueryRefusedException.Unsupported($"The function {name} is not supported."),
        _ => throw new QueryRefusedException($"There is no function {name} for these values."),
    };

    /// <summary>A date or timestamp that is a duration later.</summary>
    public static QueryExpression Later(QueryExpression value, TimeSpan duration)
    {
        var later = new FunctionExpression(
            SqlFunction.AddDuration,
            [
                Cast(value, ColumnKind.Timestamp),
                new ParameterExpression((long)duration.Days, ColumnKind.Int64),
                new ParameterExpression(
                    (duration - TimeSpan.FromDays(duration.Days)).Ticks / TimeSpan.TicksPerMicrosecond, ColumnKind.Int64),
            ],
            ColumnKind.Timestamp,
            value.Nullable);
        return value.Kind == ColumnKind.Timestamp ? later : Call(SqlFunction.Date, ColumnKind.Date, [later]);
    }

    /// <summary>Converts a value to a text, as a literal of OData has it without quotation marks.</summary>
    /// <exception cref="QueryRefusedException">There is no such conversion.</exception>
    public static QueryExpression AsText(QueryExpression value) => Numbers.Settle(value) switch
    {
        { Kind: ColumnKind.Text } text => text,
        { Kind: ColumnKind.Boolean } condition => CaseExpression.Create(
            condition, Word("true"), CaseExpression.Create(new NotExpression(condition), Word("false"), null)),
        { Kind: ColumnKind.Int64 or ColumnKind.Date } other and not EitherExpression =>
            new FunctionExpression(SqlFunction.AsText, [other], ColumnKind.Text, other.Nullable),
        _ => throw QueryRefusedException.Unsupported("cast can convert whole numbers, dates, true and false to Edm.String."),
    };

    private static ParameterExpression Word(string text) => new(text, ColumnKind.Text);

    /// <summary>
    /// Creates an arithmetic operation. If it has no floating point operand, its type is decided later; see <see cref="Numbers"/>.
    /// </summary>
    /// <exception cref="QueryRefusedException">The operands are not numbers.</exception>
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
        var nullable = function is SqlFunction.IntegerDivide or SqlFunction.Modulo || left.Nullable || right.Nullable;
        if (Numbers.IsExact(left) && Numbers.IsExact(right) && (isWhole || function != SqlFunction.IntegerDivide))
        {
            return new ArithmeticExpression(function, [left, right], isWhole ? ColumnKind.Int64 : ColumnKind.Decimal, nullable);
        }

        return new FunctionExpression(
            function == SqlFunction.IntegerDivide ? SqlFunction.Divide : function,
            [Numbers.Finite(Numbers.AsDouble(left)), Numbers.Finite(Numbers.AsDouble(right))],
            ColumnKind.Double, nullable);
    }

    /// <summary>The sum of two counts.</summary>
    public static QueryExpression Plus(QueryExpression left, QueryExpression right) =>
        new FunctionExpression(SqlFunction.Add, [left, right], ColumnKind.Int64, false) { Precision = QueryExpression.MaxNarrow };

    /// <summary>Negates a number.</summary>
    /// <exception cref="QueryRefusedException">The value is not a number.</exception>
    public static QueryExpression Negate(QueryExpression value) => value switch
    {
        ParameterExpression { Value: ExactNumber number } =>
            new ParameterExpression(number with { Unscaled = -number.Unscaled }, value.Kind),
        { Kind: ColumnKind.Double } => new FunctionExpression(SqlFunction.Negate, [value], value.Kind, value.Nullable),
        _ when Numbers.IsExact(value) => new ArithmeticExpression(SqlFunction.Negate, [value], value.Kind, value.Nullable),
        _ => throw new QueryRefusedException("Only a number can be negated."),
    };

    /// <summary>Converts a number to floating point, or a date to its first moment.</summary>
    public static QueryExpression Cast(QueryExpression value, ColumnKind kind) => (value, kind) switch
    {
        var (v, k) when v.Kind == k => value,
        (ParameterExpression { Value: long number }, ColumnKind.Double) => new ParameterExpression((double)number, kind),
        (ParameterExpression { Value: DateOnly date }, ColumnKind.Timestamp) =>
            new ParameterExpression(date.ToDateTime(TimeOnly.MinValue), kind),
        (ParameterExpression { Value: null }, _) => new ParameterExpression(null, kind),
        _ => new FunctionExpression(SqlFunction.Cast, [value], kind, value.Nullable),
    };

    /// <summary>The seconds from the second date or timestamp to the first.</summary>
    public static QueryExpression SecondsBetween(QueryExpression left, QueryExpression right) => Call(
        SqlFunction.SecondsBetween, ColumnKind.Double, [Cast(left, ColumnKind.Timestamp), Cast(right, ColumnKind.Timestamp)]);

    private static QueryExpression StartOf(string step, QueryExpression value) => (step, value.Kind) switch
    {
        ("day", ColumnKind.Date) => value,
        ("day", _) => Call(SqlFunction.Date, ColumnKind.Date, [value]),
        ("week", _) => Call(SqlFunction.WeekStart, ColumnKind.Date, [value]),
        ("month", _) => Call(SqlFunction.MonthStart, ColumnKind.Date, [value]),
        ("quarter", _) => Call(SqlFunction.QuarterStart, ColumnKind.Date, [value]),
        ("year", _) => Call(SqlFunction.YearStart, ColumnKind.Date, [value]),
        _ => throw new QueryRefusedException($"The periods of {UriFunctions.DateTrunc} are 'day', 'week', 'month', 'quarter' and 'year'."),
    };

    private static FunctionExpression Call(SqlFunction function, ColumnKind kind, IReadOnlyList<QueryExpression> arguments) =>
        new(function, arguments, kind, arguments.Any(a => a.Nullable)) { Precision = kind == ColumnKind.Int64 ? DigitsOfCount : 0 };

    private static QueryExpression Rounded(SqlFunction function, QueryExpression value) => Numbers.IsExact(value)
        ? new ArithmeticExpression(function, [value], value.Kind, value.Nullable)
        : Call(function, value.Kind, [value]);

    private static QueryExpression NotNegative(QueryExpression number) => Numbers.Settle(number) switch
    {
        ParameterExpression { Value: long value } => new ParameterExpression(Math.Clamp(value, 0, MostCharacters), ColumnKind.Int64),
        EitherExpression either => Call(SqlFunction.NotNegative, ColumnKind.Int64, [Numbers.AsDouble(either)]),
        var settled => Call(SqlFunction.NotNegative, ColumnKind.Int64, [settled]),
    };
}
