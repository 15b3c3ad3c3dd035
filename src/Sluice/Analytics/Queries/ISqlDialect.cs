using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>
/// What differs between the SQL of one warehouse and another. Arguments are SQL text that is safe to put anywhere in an expression: a
/// name, a parameter or something in parentheses. What is returned must be that too, save where it says "condition" or "clause".
/// </summary>
public interface ISqlDialect
{
    /// <summary>
    /// Whether a condition is a value like any other. If not, <see cref="ConditionAsValue"/> and <see cref="ValueAsCondition"/> are used
    /// between the two.
    /// </summary>
    bool HasBooleanValues { get; }

    /// <summary>Whether floating point numbers can be infinite, or <c>NaN</c>. If not, no parameter is.</summary>
    bool HasInfinity { get; }

    /// <summary>Whether the median is a window function only, which <see cref="Median"/> then is.</summary>
    bool HasMedianAsWindow { get; }

    /// <summary>The most parameters of one query.</summary>
    int MaxParameters { get; }

    /// <summary>A name as an identifier, whatever is in it.</summary>
    string Quote(string name);

    /// <summary>A parameter, of that type wherever it stands.</summary>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="type">Its type.</param>
    string Parameter(int number, ColumnType type);

    /// <summary>A function.</summary>
    /// <param name="function">Which one; one that gives a condition returns a condition.</param>
    /// <param name="arguments">Its arguments. The same text may be used more than once.</param>
    /// <param name="types">
    /// Their types. The arguments of arithmetic are all floating point numbers or none of them is, and what is not is worked out exactly:
    /// the types are such that it has 38 digits at most.
    /// </param>
    /// <param name="result">The type of the result.</param>
    string Function(SqlFunction function, IReadOnlyList<string> arguments, IReadOnlyList<ColumnType> types, ColumnType result);

    /// <summary>
    /// A value in the form that it is compared, ordered and grouped by: texts by their code points, upper and lower case different.
    /// </summary>
    string Comparable(string value, ColumnKind kind);

    /// <summary>
    /// A value of a group, as it is given: of a column that rows are grouped by, in the form of <see cref="Comparable"/>.
    /// </summary>
    string Grouped(string value, ColumnKind kind);

    /// <summary>A condition: whether two values are the same, null being the same as null. Is never null.</summary>
    string IsNotDistinct(string left, string right);

    /// <summary>A condition: whether a floating point number is <c>NaN</c>; null of null. Called only if there can be one.</summary>
    string IsNaN(string value);

    /// <summary>An aggregate.</summary>
    /// <param name="method">Which one.</param>
    /// <param name="argument">Its argument; empty for counts of rows and groups.</param>
    /// <param name="argumentKind">The kind of the argument.</param>
    string Aggregate(AggregateMethod method, string argument, ColumnKind argumentKind);

    /// <summary>The median as a window function; called only if it is one.</summary>
    /// <param name="argument">What it is of, as a floating point number.</param>
    /// <param name="partition">What rows of a group have in common; none for all rows.</param>
    string Median(string argument, IReadOnlyList<string> partition);

    /// <summary>A condition as a value, null included if it may be.</summary>
    string ConditionAsValue(string condition, bool nullable);

    /// <summary>A Boolean value as a condition.</summary>
    string ValueAsCondition(string value);

    /// <summary>An item of an ORDER BY clause: null comes before everything, and descending after.</summary>
    string OrderBy(string value, bool descending);

    /// <summary>The clause after ORDER BY that cuts the rows.</summary>
    /// <param name="skip">The parameter that says how many rows to leave out first.</param>
    /// <param name="top">The parameter that says how many to give then, or <see langword="null"/> for all.</param>
    string Page(string skip, string? top);

    /// <summary>A decimal as text, all its digits.</summary>
    string DecimalAsText(string value);
}
