using Sluice.Lake.Schema;

namespace Sluice.Analytics.Queries;

/// <summary>
/// The differences between the SQL of the warehouses. Arguments are SQL text that can stand anywhere in an expression: a name, a parameter
/// or a text in parentheses. Results must be so too, except where they are called a condition or a clause.
/// </summary>
public interface ISqlDialect
{
    /// <summary>
    /// Whether conditions are ordinary values. If not, <see cref="ConditionAsValue"/> and <see cref="ValueAsCondition"/> convert between
    /// the two.
    /// </summary>
    bool HasBooleanValues { get; }

    /// <summary>Whether floating point numbers can be infinite or <c>NaN</c>. If not, no parameter is either.</summary>
    bool HasInfinity { get; }

    /// <summary>Whether percentiles exist only as window functions, which <see cref="Percentile"/> then writes.</summary>
    bool HasPercentilesAsWindows { get; }

    /// <summary>
    /// Whether it estimates the number of different values, and quartiles, in one pass with little memory. If not,
    /// <see cref="AggregateMethod.ApproximateDistinct"/> is exact, and there are no quartiles.
    /// </summary>
    bool HasApproximations { get; }

    /// <summary>The greatest number of parameters of a query.</summary>
    int MaxParameters { get; }

    /// <summary>Quotes a name as an identifier, whatever characters it has.</summary>
    string Quote(string name);

    /// <summary>A parameter, which has this type wherever it is used.</summary>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="type">Its type.</param>
    string Parameter(int number, ColumnType type);

    /// <summary>Writes a function.</summary>
    /// <param name="function">The function. If its result is boolean, the text is a condition.</param>
    /// <param name="arguments">The arguments. The same text may be used more than once.</param>
    /// <param name="types">The types of the arguments. In arithmetic, either all or none of them are floating point. Other arithmetic is
    /// exact: the types ensure that results have at most 38 digits.</param>
    /// <param name="result">The type of the result.</param>
    /// <exception cref="QueryRefusedException">The warehouse does not have it.</exception>
    string Function(SqlFunction function, IReadOnlyList<string> arguments, IReadOnlyList<ColumnType> types, ColumnType result);

    /// <summary>A value in the form in which it is compared, ordered and grouped: texts by code points, case-sensitively.</summary>
    string Comparable(string value, ColumnKind kind);

    /// <summary>
    /// The value of a column that is grouped by, as it is selected. The column is grouped by in the form of <see cref="Comparable"/>.
    /// </summary>
    string Grouped(string value, ColumnKind kind);

    /// <summary>A condition: whether two values are equal, where null equals null. Never null.</summary>
    string IsNotDistinct(string left, string right);

    /// <summary>
    /// A condition: whether a floating point number is <c>NaN</c>; null for null. Called only if <see cref="HasInfinity"/>.
    /// </summary>
    string IsNaN(string value);

    /// <summary>Writes an aggregate.</summary>
    /// <param name="method">The method.</param>
    /// <param name="argument">The argument; empty for counts of rows and groups.</param>
    /// <param name="argumentKind">The kind of the argument.</param>
    string Aggregate(AggregateMethod method, string argument, ColumnKind argumentKind);

    /// <summary>Writes a percentile as a window function. Called only if <see cref="HasPercentilesAsWindows"/>.</summary>
    /// <param name="share">The share of values that are below, as a number.</param>
    /// <param name="argument">The argument, a floating point number.</param>
    /// <param name="partition">The columns of a group; empty for all rows.</param>
    string Percentile(string share, string argument, IReadOnlyList<string> partition);

    /// <summary>Converts a condition to a value, which may be null if the condition may.</summary>
    string ConditionAsValue(string condition, bool nullable);

    /// <summary>Converts a boolean value to a condition.</summary>
    string ValueAsCondition(string value);

    /// <summary>An item of an ORDER BY clause. Null comes first or, if descending, last.</summary>
    string OrderBy(string value, bool descending);

    /// <summary>The paging clause after ORDER BY.</summary>
    /// <param name="skip">The parameter with the number of rows to skip.</param>
    /// <param name="top">The parameter with the greatest number of rows, or <see langword="null"/> for all.</param>
    string Page(string skip, string? top);

    /// <summary>Converts a decimal to text with all its digits.</summary>
    string DecimalAsText(string value);
}
