using System.Globalization;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Schema;

namespace Sluice.SqlServer.Queries;

/// <summary>The SQL of Azure SQL.</summary>
/// <remarks>
/// Texts are compared in a binary collation with a low character appended, because T-SQL ignores spaces at the end of texts. Functions that
/// count or cut characters use a collation in which a character is a code point.
/// </remarks>
internal sealed class SqlServerDialect : ISqlDialect
{
    private const int MaxDigits = 38;
    private const int MaxNarrow = 18;
    private const string WhiteSpace = "NCHAR(9) + NCHAR(10) + NCHAR(11) + NCHAR(12) + NCHAR(13) + N' '";
    private const string End = "NCHAR(1)";
    private const string Plain = "Latin1_General_CS_AS";

    private readonly string characters;

    /// <summary>Creates the dialect of a server.</summary>
    /// <param name="features">The features of the server.</param>
    public SqlServerDialect(ServerFeatures features)
    {
        characters = features.SupplementaryCharacters ? TableColumn.CodePointCollation : Plain;
        HasApproximations = features.Approximations;
    }

    /// <inheritdoc/>
    public bool HasBooleanValues => false;

    /// <inheritdoc/>
    public bool HasInfinity => false;

    /// <inheritdoc/>
    public bool HasPercentilesAsWindows => true;

    /// <inheritdoc/>
    public bool HasApproximations { get; }

    /// <inheritdoc/>
    /// <remarks>The server's limit is 2,100, and the driver adds some parameters.</remarks>
    public int MaxParameters => 2000;

    /// <summary>The name of a parameter.</summary>
    public static string ParameterName(int number) => $"p{number}";

    /// <inheritdoc/>
    public string Quote(string name) => Names.Quote(name);

    /// <inheritdoc/>
    /// <remarks>The SQL parameter itself has the type.</remarks>
    public string Parameter(int number, ColumnType type) => $"@{ParameterName(number)}";

    /// <inheritdoc/>
    public string Function(SqlFunction function, IReadOnlyList<string> arguments, IReadOnlyList<ColumnType> types, ColumnType result)
    {
        var a = arguments[0];
        var b = arguments.Count > 1 ? arguments[1] : "";
        return function switch
        {
            SqlFunction.Add or SqlFunction.Subtract or SqlFunction.Multiply or SqlFunction.IntegerDivide or SqlFunction.Modulo
                or SqlFunction.Negate =>
                Arithmetic(function, arguments, types, result),
            SqlFunction.Divide => $"({a} / NULLIF({b}, 0))",
            SqlFunction.Absolute => $"ABS({a})",
            SqlFunction.NotNegative => Whole($"CASE WHEN {a} < 0 THEN 0 WHEN {a} > 1073741823 THEN 1073741823 ELSE {a} END"),
            SqlFunction.Truncate => Rounded("ROUND({0}, 0, 1)", a, types[0], result),
            SqlFunction.Coalesce => $"COALESCE({string.Join(", ", arguments)})",
            SqlFunction.Cast or SqlFunction.Date or SqlFunction.TimeOfDay => $"CAST({a} AS {Name(result)})",
            SqlFunction.Round => Rounded("ROUND({0}, 0)", a, types[0], result),
            SqlFunction.Floor => Rounded("FLOOR({0})", a, types[0], result),
            SqlFunction.Ceiling => Rounded("CEILING({0})", a, types[0], result),
            SqlFunction.Length => Whole($"LEN({Characters($"{a} + N'.'")}) - 1"),
            SqlFunction.ToLower => Binary($"LOWER({Characters(a)})"),
            SqlFunction.ToUpper => Binary($"UPPER({Characters(a)})"),
            SqlFunction.Trim => $"TRIM({WhiteSpace} FROM {a})",

            // The concatenation of two texts of limited length has at most 4,000 characters, so cast to nvarchar(max).
            SqlFunction.Concat => $"(CAST({a} AS nvarchar(max)) + {b})",
            SqlFunction.SubstringFrom => Binary($"SUBSTRING({Characters(a)}, {b} + 1, DATALENGTH({a}))"),
            SqlFunction.Substring => Binary($"SUBSTRING({Characters(a)}, {b} + 1, {arguments[2]})"),
            SqlFunction.IndexOf => Whole(
                $"CASE WHEN {a} IS NULL THEN NULL WHEN DATALENGTH({b}) = 0 THEN 0 WHEN CHARINDEX({b}, {Binary(a)}) = 0 THEN -1 "
                + $"ELSE LEN({Characters($"LEFT({Binary(a)}, CHARINDEX({b}, {Binary(a)}) - 1) + N'.'")}) - 1 END"),
            SqlFunction.Contains => $"(({a} IS NOT NULL AND DATALENGTH({b}) = 0) OR CHARINDEX({b}, {Binary(a)}) > 0)",
            SqlFunction.StartsWith => $"{Ended($"LEFT({a}, {UnitsOf(b)})")} = {Ended(b)}",
            SqlFunction.EndsWith => $"{Ended($"RIGHT({a}, {UnitsOf(b)})")} = {Ended(b)}",
            SqlFunction.Year => Part("year", a),
            SqlFunction.Month => Part("month", a),
            SqlFunction.Day => Part("day", a),
            SqlFunction.Hour => Part("hour", a),
            SqlFunction.Minute => Part("minute", a),
            SqlFunction.Second => Part("second", a),
            // The first day of the calendar is a Monday. DATETRUNC is missing on servers before 2022.
            SqlFunction.WeekStart =>
                $"DATEADD(day, -(DATEDIFF(day, CAST('00010101' AS date), {a}) % 7), CAST({a} AS date))",
            SqlFunction.MonthStart => $"DATEFROMPARTS(DATEPART(year, {a}), DATEPART(month, {a}), 1)",
            SqlFunction.QuarterStart => $"DATEFROMPARTS(DATEPART(year, {a}), (DATEPART(month, {a}) - 1) / 3 * 3 + 1, 1)",
            SqlFunction.YearStart => $"DATEFROMPARTS(DATEPART(year, {a}), 1, 1)",
            SqlFunction.FractionalSeconds => $"({Fraction(a)} / 1E9)",
            SqlFunction.AddDuration =>
                $"DATEADD(nanosecond, CAST({arguments[2]} % 1000000 AS int) * 1000, "
                + $"DATEADD(second, CAST({arguments[2]} / 1000000 AS int), DATEADD(day, CAST({b} AS int), {a})))",

            // The server has no regular expressions that take linear time in every version.
            SqlFunction.MatchesPattern =>
                throw QueryRefusedException.Unsupported("This warehouse has no patterns: matchesPattern is not supported."),
            SqlFunction.AsText => Binary($"CONVERT(nvarchar(50), {a}{(types[0].Kind == ColumnKind.Date ? ", 23" : "")})"),
            SqlFunction.SecondsBetween => $"(CAST(DATEDIFF_BIG(second, {b}, {a}) AS float) + ({Fraction(a)} - {Fraction(b)}) / 1E9)",
            _ => throw new ArgumentOutOfRangeException(nameof(function), function, "There is no such function."),
        };
    }

    /// <inheritdoc/>
    public string Comparable(string value, ColumnKind kind) => kind == ColumnKind.Text ? Ended(value) : value;

    /// <inheritdoc/>
    /// <remarks>All texts of a group are equal, so MIN gives one of them.</remarks>
    public string Grouped(string value, ColumnKind kind) => kind == ColumnKind.Text ? $"MIN({value})" : value;

    /// <inheritdoc/>
    public string IsNotDistinct(string left, string right) =>
        $"CASE WHEN {left} = {right} OR ({left} IS NULL AND {right} IS NULL) THEN 1 ELSE 0 END = 1";

    /// <inheritdoc/>
    public string IsNaN(string value) => throw new NotSupportedException("SQL Server has no NaN.");

    /// <inheritdoc/>
    public string Aggregate(AggregateMethod method, string argument, ColumnKind argumentKind) => method switch
    {
        // The sum of bigint values is a bigint, which can overflow.
        AggregateMethod.Sum when argumentKind == ColumnKind.Int64 => $"SUM(CAST({argument} AS decimal({MaxDigits},0)))",
        AggregateMethod.Sum => $"SUM({argument})",
        AggregateMethod.Min => Extreme("MIN", argument, argumentKind),
        AggregateMethod.Max => Extreme("MAX", argument, argumentKind),
        AggregateMethod.Average => $"AVG({argument})",
        AggregateMethod.Deviation => $"STDEV(CAST({argument} AS float))",
        AggregateMethod.CountValues => $"COUNT_BIG({argument})",
        AggregateMethod.CountDistinct => $"COUNT_BIG(DISTINCT {argument})",
        AggregateMethod.Count => "COUNT_BIG(*)",
        AggregateMethod.GroupCount => "COUNT_BIG(*) OVER ()",
        AggregateMethod.ApproximateDistinct => HasApproximations
            ? $"APPROX_COUNT_DISTINCT({argument})"
            : $"COUNT_BIG(DISTINCT {argument})",
        AggregateMethod.LowerQuartile => Quartile(argument, "0.25"),
        AggregateMethod.MiddleQuartile => Quartile(argument, "0.5"),
        AggregateMethod.UpperQuartile => Quartile(argument, "0.75"),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "There is no such aggregate."),
    };

    /// <inheritdoc/>
    public string Percentile(string share, string argument, IReadOnlyList<string> partition) =>
        $"PERCENTILE_CONT({share}) WITHIN GROUP (ORDER BY CAST({argument} AS float)) "
        + $"OVER ({(partition.Count == 0 ? "" : $"PARTITION BY {string.Join(", ", partition)}")})";

    /// <inheritdoc/>
    public string ConditionAsValue(string condition, bool nullable) => nullable
        ? $"CAST(CASE WHEN {condition} THEN 1 WHEN NOT ({condition}) THEN 0 END AS bit)"
        : $"CAST(CASE WHEN {condition} THEN 1 ELSE 0 END AS bit)";

    /// <inheritdoc/>
    public string ValueAsCondition(string value) => $"{value} = 1";

    /// <inheritdoc/>
    /// <remarks>T-SQL orders NULL first.</remarks>
    public string OrderBy(string value, bool descending) => descending ? $"{value} DESC" : $"{value} ASC";

    /// <inheritdoc/>
    public string Page(string skip, string? top) =>
        top is null ? $"OFFSET {skip} ROWS" : $"OFFSET {skip} ROWS FETCH NEXT {top} ROWS ONLY";

    /// <inheritdoc/>
    public string DecimalAsText(string value) => $"CONVERT(nvarchar(50), {value})";

    /// <summary>
    /// Exact arithmetic. The server derives the type of a result from the types of its operands, and beyond 38 digits it drops digits after
    /// the point. So operands are cast to the smallest types that hold them, which keeps results within 38 digits.
    /// </summary>
    private static string Arithmetic(
        SqlFunction function, IReadOnlyList<string> arguments, IReadOnlyList<ColumnType> types, ColumnType result)
    {
        var isWide = types.Append(result).Any(t => t.Precision is 0 or > MaxNarrow);

        // The type of a literal 0 has one whole digit, which may not fit.
        var whole = Math.Min(types.Max(WholeDigits), MaxDigits - result.Scale);
        var a = Operand(0);
        var b = arguments.Count > 1 ? Operand(1) : "";
        var text = function switch
        {
            SqlFunction.Add => $"({a} + {b})",
            SqlFunction.Subtract => $"({a} - {b})",
            SqlFunction.Multiply => $"({a} * {b})",

            // A quotient of decimals is rounded unless it is whole, so subtract the remainder first.
            SqlFunction.IntegerDivide => isWide ? $"(({a} - {a} % NULLIF({b}, 0)) / NULLIF({b}, 0))" : $"({a} / NULLIF({b}, 0))",

            // T-SQL has no % for floating point numbers.
            SqlFunction.Modulo => result.Kind == ColumnKind.Double
                ? $"(CASE WHEN ABS({a} / NULLIF({b}, 0)) < 9007199254740992E0 THEN {a} - {b} * ROUND({a} / {b}, 0, 1) END)"
                : $"({a} % NULLIF({b}, 0))",
            _ => $"(- {a})",
        };
        return result.Kind == ColumnKind.Int64 && isWide && (function == SqlFunction.IntegerDivide || result.Precision <= MaxNarrow)
            ? $"CAST({text} AS {Name(result)})"
            : text;

        string Operand(int i) => result.Kind switch
        {
            ColumnKind.Double => arguments[i],
            ColumnKind.Int64 when !isWide => arguments[i],
            _ => function == SqlFunction.Multiply
                ? Decimal(arguments[i], WholeDigits(types[i]), types[i].Scale)
                : Decimal(arguments[i], whole, result.Scale),
        };
    }

    private static string Quartile(string argument, string share) => $"APPROX_PERCENTILE_CONT({share}) WITHIN GROUP (ORDER BY {argument})";

    private static string Decimal(string value, int whole, int scale) => $"CAST({value} AS decimal({Math.Max(1, whole + scale)},{scale}))";

    private static int WholeDigits(ColumnType type) =>
        type is { Kind: ColumnKind.Int64, Precision: 0 } ? MaxNarrow + 1 : type.Precision - type.Scale;

    // Rounding up can add a digit before the point.
    private static string Rounded(string function, string value, ColumnType type, ColumnType result) => result.Kind == ColumnKind.Double
        ? $"CAST({string.Format(CultureInfo.InvariantCulture, function, value)} AS float)"
        : Decimal(string.Format(CultureInfo.InvariantCulture, function, Decimal(value, result.Precision, type.Scale)), result.Precision, 0);

    private static string Part(string part, string value) => Whole($"DATEPART({part}, {value})");

    private static string Fraction(string value) => $"CAST(DATEPART(nanosecond, {value}) AS float)";

    private static string Whole(string number) => $"CAST({number} AS bigint)";

    private static string Ended(string text) => $"({text} + {End}) COLLATE {TableColumn.Collation}";

    // Mixed collations are an error, so every result gets this collation.
    private static string Binary(string text) => $"(({text}) COLLATE {TableColumn.Collation})";

    // The length as LEFT and RIGHT count it, with spaces at the end.
    private static string UnitsOf(string text) => $"LEN({text} + N'.') - 1";

    // Remove the appended character from the result for texts. MIN and MAX do not accept bit, so cast it.
    private static string Extreme(string function, string argument, ColumnKind kind) => kind switch
    {
        ColumnKind.Text => $"LEFT({function}({argument}), LEN({function}({argument})) - 1)",
        ColumnKind.Boolean => $"CAST({function}(CAST({argument} AS tinyint)) AS bit)",
        _ => $"{function}({argument})",
    };

    private static string Name(ColumnType type) => type is { Kind: ColumnKind.Int64, Precision: > MaxNarrow }
        ? $"decimal({MaxDigits},0)"
        : TableColumn.TypeOf(type);

    private string Characters(string text) => $"({text}) COLLATE {characters}";
}
