using System.Globalization;
using Sluice.Analytics.Queries;
using Sluice.DuckDb.Instance;
using Sluice.DuckDb.Schema;
using Sluice.Lake.Schema;

namespace Sluice.DuckDb.Queries;

/// <summary>The SQL of DuckDB.</summary>
internal sealed class DuckDbDialect : ISqlDialect
{
    private const int MaxDigits = 38;
    private const string WhiteSpace = "chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || ' '";

    private DuckDbDialect()
    {
    }

    /// <summary>The only instance.</summary>
    public static DuckDbDialect Instance { get; } = new();

    /// <inheritdoc/>
    public bool HasBooleanValues => true;

    /// <inheritdoc/>
    public bool HasInfinity => true;

    /// <inheritdoc/>
    public bool HasPercentilesAsWindows => false;

    /// <inheritdoc/>
    public bool HasApproximations => true;

    /// <inheritdoc/>
    public int MaxParameters => 10_000;

    /// <inheritdoc/>
    public string Quote(string name) => Sql.Quote(name);

    /// <inheritdoc/>
    /// <remarks>DuckDB cuts a string parameter at its first NUL character, so texts are passed as bytes.</remarks>
    public string Parameter(int number, ColumnType type) =>
        type.Kind == ColumnKind.Text ? $"decode(${number}::BLOB)" : $"${number}::{Name(type)}";

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
            SqlFunction.Divide => $"({a} / nullif({b}, 0))",
            SqlFunction.Absolute => $"abs({a})",
            SqlFunction.NotNegative => $"(CASE WHEN {a} < 0 THEN 0 WHEN {a} > 1073741823 THEN 1073741823 ELSE ({a})::BIGINT END)",
            SqlFunction.Truncate => $"trunc({a})",
            SqlFunction.Coalesce => $"coalesce({string.Join(", ", arguments)})",
            SqlFunction.Cast => $"({a})::{Name(result)}",
            SqlFunction.Round => $"round({a})",
            SqlFunction.Floor => $"floor({a})",
            SqlFunction.Ceiling => $"ceil({a})",
            SqlFunction.Length => $"length({a})",
            SqlFunction.ToLower => $"lower({a})",
            SqlFunction.ToUpper => $"upper({a})",
            SqlFunction.Trim => $"trim({a}, {WhiteSpace})",
            SqlFunction.Concat => $"({a} || {b})",
            SqlFunction.SubstringFrom => $"substring({a}, {b} + 1)",
            SqlFunction.Substring => $"substring({a}, {b} + 1, {arguments[2]})",
            SqlFunction.IndexOf => $"(strpos({a}, {b}) - 1)",
            SqlFunction.Contains => $"contains({a}, {b})",
            SqlFunction.StartsWith => $"starts_with({a}, {b})",
            SqlFunction.EndsWith => $"ends_with({a}, {b})",
            SqlFunction.Year => $"year({a})",
            SqlFunction.Month => $"month({a})",
            SqlFunction.Day => $"day({a})",
            SqlFunction.Hour => $"hour({a})",
            SqlFunction.Minute => $"minute({a})",
            SqlFunction.Second => $"second({a})",
            SqlFunction.FractionalSeconds => $"((microsecond({a}) % 1000000) / 1000000::DOUBLE)",
            SqlFunction.Date or SqlFunction.TimeOfDay => $"({a})::{Name(result)}",
            SqlFunction.WeekStart => $"date_trunc('week', {a})::DATE",
            SqlFunction.MonthStart => $"date_trunc('month', {a})::DATE",
            SqlFunction.QuarterStart => $"date_trunc('quarter', {a})::DATE",
            SqlFunction.YearStart => $"date_trunc('year', {a})::DATE",
            SqlFunction.AddDuration => $"({a} + to_days(({b})::INTEGER) + to_microseconds({arguments[2]}))",
            SqlFunction.MatchesPattern => $"regexp_matches({a}, {b})",
            SqlFunction.AsText => $"({a})::VARCHAR",
            SqlFunction.SecondsBetween => $"((epoch_us({a}) - epoch_us({b})) / 1000000::DOUBLE)",
            _ => throw new ArgumentOutOfRangeException(nameof(function), function, "There is no such function."),
        };
    }

    /// <inheritdoc/>
    public string Comparable(string value, ColumnKind kind) => value;

    /// <inheritdoc/>
    public string Grouped(string value, ColumnKind kind) => value;

    /// <inheritdoc/>
    public string IsNotDistinct(string left, string right) => $"{left} IS NOT DISTINCT FROM {right}";

    /// <inheritdoc/>
    public string IsNaN(string value) => $"isnan({value})";

    /// <inheritdoc/>
    public string Aggregate(AggregateMethod method, string argument, ColumnKind argumentKind) => method switch
    {
        AggregateMethod.Sum => $"sum({argument})",
        AggregateMethod.Min => $"min({argument})",
        AggregateMethod.Max => $"max({argument})",
        AggregateMethod.Average => $"avg({argument})",
        AggregateMethod.Median => $"median({argument}::DOUBLE)",
        AggregateMethod.Deviation => $"stddev_samp({argument}::DOUBLE)",
        _ when Percentiles.ShareOf(method) is { } share => $"quantile_cont({argument}::DOUBLE, {share})",
        AggregateMethod.CountValues => $"count({argument})",
        AggregateMethod.CountDistinct => $"count(DISTINCT {argument})",
        AggregateMethod.Count => "count(*)",
        AggregateMethod.GroupCount => "count(*) OVER ()",
        AggregateMethod.ApproximateDistinct => $"approx_count_distinct({argument})",

        // The three are items of the same list, which is computed once.
        AggregateMethod.LowerQuartile => Quartile(argument, 1),
        AggregateMethod.MiddleQuartile => Quartile(argument, 2),
        AggregateMethod.UpperQuartile => Quartile(argument, 3),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "There is no such aggregate."),
    };

    /// <inheritdoc/>
    public string Percentile(string share, string argument, IReadOnlyList<string> partition) =>
        throw new NotSupportedException("DuckDB computes percentiles as aggregates.");

    /// <inheritdoc/>
    public string ConditionAsValue(string condition, bool nullable) => $"({condition})";

    /// <inheritdoc/>
    public string ValueAsCondition(string value) => value;

    /// <inheritdoc/>
    public string OrderBy(string value, bool descending) => descending ? $"{value} DESC NULLS LAST" : $"{value} ASC NULLS FIRST";

    /// <inheritdoc/>
    public string Page(string skip, string? top) => top is null ? $"OFFSET {skip}" : $"LIMIT {top} OFFSET {skip}";

    /// <inheritdoc/>
    /// <remarks>DuckDB omits the 0 before the point if the type has no digits there.</remarks>
    public string DecimalAsText(string value) => $"regexp_replace(({value})::VARCHAR, '^(-?)\\.', '\\10.')";

    /// <summary>
    /// Exact arithmetic. DuckDB limits a product of decimals to 18 digits if neither operand has more, so operands are cast to the maximum
    /// precision. Whole numbers use 128 bits unless 64 bits are certainly enough.
    /// </summary>
    private static string Arithmetic(
        SqlFunction function, IReadOnlyList<string> arguments, IReadOnlyList<ColumnType> types, ColumnType result)
    {
        var isWide = types.Append(result).Any(t => t.Precision is 0 or > 18);
        var a = Operand(0);
        var b = arguments.Count > 1 ? Operand(1) : "";
        var text = function switch
        {
            SqlFunction.Add => $"({a} + {b})",
            SqlFunction.Subtract => $"({a} - {b})",
            SqlFunction.Multiply => $"({a} * {b})",
            SqlFunction.IntegerDivide => $"({a} // nullif({b}, 0))",
            SqlFunction.Modulo => result.Kind == ColumnKind.Double
                ? $"(CASE WHEN abs({a} / nullif({b}, 0)) < 9007199254740992 THEN {a} % {b} END)"
                : $"({a} % nullif({b}, 0))",
            _ => $"(- {a})",
        };
        return result is { Kind: ColumnKind.Int64, Precision: > 0 and <= 18 } && isWide ? $"{text}::BIGINT" : text;

        string Operand(int i) => result.Kind switch
        {
            ColumnKind.Decimal => $"({arguments[i]})::DECIMAL({MaxDigits},{(function == SqlFunction.Multiply ? types[i] : result).Scale})",
            ColumnKind.Int64 when isWide => $"({arguments[i]})::HUGEINT",
            _ => arguments[i],
        };
    }

    private static string Quartile(string argument, int item) =>
        string.Create(CultureInfo.InvariantCulture, $"list_extract(approx_quantile({argument}, [0.25, 0.5, 0.75]), {item})");

    private static string Name(ColumnType type) => type switch
    {
        { Kind: ColumnKind.Int64, Precision: > 18 } => "HUGEINT",
        { Kind: ColumnKind.Decimal, Precision: 0 } => $"DECIMAL({MaxDigits},{type.Scale})",
        _ => TableColumn.TypeOf(type),
    };
}
