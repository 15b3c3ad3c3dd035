using Sluice.Analytics.Queries;
using Sluice.Lake;

namespace Sluice.DuckDb;

/// <summary>The SQL of DuckDB.</summary>
public sealed class DuckDbDialect : ISqlDialect
{
    // A decimal of a query has as many digits as can be, and as many after the point as the widest type of a field by default.
    private const string AnyDecimal = "DECIMAL(38,10)";
    private const string WhiteSpace = "chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || ' '";

    private DuckDbDialect()
    {
    }

    /// <summary>The only one.</summary>
    public static DuckDbDialect Instance { get; } = new();

    /// <inheritdoc/>
    public bool HasBooleanValues => true;

    /// <inheritdoc/>
    public bool HasMedianAsWindow => false;

    /// <inheritdoc/>
    public int MaxParameters => 10_000;

    /// <inheritdoc/>
    public string Quote(string name) => Sql.Quote(name);

    /// <inheritdoc/>
    public string Parameter(int number, ColumnKind kind) => kind switch
    {
        // A plain string parameter ends at its first NUL character: texts are given as bytes.
        ColumnKind.Text => $"decode(${number}::BLOB)",

        // Has the digits that it has: cast to one type, some would be cut off.
        ColumnKind.Decimal => $"${number}",
        _ => $"${number}::{Type(kind)}",
    };

    /// <inheritdoc/>
    public string Function(SqlFunction function, IReadOnlyList<string> arguments, ColumnKind argument, ColumnKind result)
    {
        var a = arguments[0];
        var b = arguments.Count > 1 ? arguments[1] : "";
        return function switch
        {
            SqlFunction.Add => $"({a} + {b})",
            SqlFunction.Subtract => $"({a} - {b})",
            SqlFunction.Multiply => $"({a} * {b})",
            SqlFunction.IntegerDivide => $"({a} // nullif({b}, 0))",
            SqlFunction.Divide => $"({a} / nullif({b}, 0))",
            SqlFunction.Modulo => $"({a} % nullif({b}, 0))",
            SqlFunction.Negate => $"(- {a})",
            SqlFunction.NotNegative => $"(CASE WHEN {a} < 0 THEN 0 WHEN {a} > 2147483647 THEN 2147483647 ELSE {a} END)",
            SqlFunction.Cast => $"({a})::{Type(result)}",
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
            SqlFunction.Date or SqlFunction.TimeOfDay => $"({a})::{Type(result)}",
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
    public string Aggregate(AggregateMethod method, string argument, ColumnKind argumentKind) => method switch
    {
        // The sum of BIGINT is HUGEINT, which no reader can take.
        AggregateMethod.Sum when argumentKind == ColumnKind.Int64 => $"sum({argument})::BIGINT",
        AggregateMethod.Sum => $"sum({argument})",
        AggregateMethod.Min => $"min({argument})",
        AggregateMethod.Max => $"max({argument})",
        AggregateMethod.Average => $"avg({argument})",
        AggregateMethod.Median => $"median({argument}::DOUBLE)",
        AggregateMethod.CountDistinct => $"count(DISTINCT {argument})",
        AggregateMethod.Count => "count(*)",
        AggregateMethod.GroupCount => "count(*) OVER ()",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, "There is no such aggregate."),
    };

    /// <inheritdoc/>
    public string Median(string argument, IReadOnlyList<string> partition) =>
        throw new NotSupportedException("The median is an aggregate here.");

    /// <inheritdoc/>
    public string ConditionAsValue(string condition, bool nullable) => $"({condition})";

    /// <inheritdoc/>
    public string ValueAsCondition(string value) => value;

    /// <inheritdoc/>
    public string OrderBy(string value, bool descending) => descending ? $"{value} DESC NULLS LAST" : $"{value} ASC NULLS FIRST";

    /// <inheritdoc/>
    public string Page(string skip, string? top) => top is null ? $"OFFSET {skip}" : $"LIMIT {top} OFFSET {skip}";

    /// <inheritdoc/>
    /// <remarks>A type without digits before the point leaves out the 0 there.</remarks>
    public string DecimalAsText(string value) => $"regexp_replace(({value})::VARCHAR, '^(-?)\\.', '\\10.')";

    private static string Type(ColumnKind kind) => kind == ColumnKind.Decimal
        ? AnyDecimal
        : TableColumn.TypeOf(new ColumnType(kind));
}
