using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>A property of the rows at some step of a request.</summary>
/// <param name="Path">Its name, preceded by the names of what it is nested in.</param>
/// <param name="Value">Its value, as an expression over the current source.</param>
/// <param name="Type">Its type. A calculated decimal has precision 0. A whole number that may exceed 64 bits has a precision other than
/// 0.</param>
internal sealed record RowProperty(IReadOnlyList<string> Path, QueryExpression Value, ColumnType Type)
{
    /// <summary>Creates a property with the type of its value.</summary>
    public static RowProperty From(IReadOnlyList<string> path, QueryExpression value) =>
        new(path, value, ColumnList.TypeOf(value));

    /// <summary>Whether it is at this path.</summary>
    public bool IsAt(IReadOnlyList<string> path) => Path.SequenceEqual(path, StringComparer.Ordinal);

    /// <summary>Whether it is at this path or below it.</summary>
    public bool IsBelow(IReadOnlyList<string> path) =>
        Path.Count >= path.Count && Path.Take(path.Count).SequenceEqual(path, StringComparer.Ordinal);
}
