using Sluice.Analytics.Queries;
using Sluice.Lake;

namespace Sluice.Analytics.Translation;

/// <summary>A property that rows have at some point of a request.</summary>
/// <param name="Path">Its name, after those of what it is nested in.</param>
/// <param name="Value">Its value, in terms of the select that is being made.</param>
/// <param name="Type">Its type; a decimal that is worked out has precision 0, and a whole number that may not fit into 64 bits one that is
/// not.</param>
internal sealed record RowProperty(IReadOnlyList<string> Path, QueryExpression Value, ColumnType Type)
{
    /// <summary>A property whose type is that of its value.</summary>
    public static RowProperty From(IReadOnlyList<string> path, QueryExpression value) =>
        new(path, value, ColumnList.TypeOf(value));

    /// <summary>Whether it is at this path.</summary>
    public bool IsAt(IReadOnlyList<string> path) => Path.SequenceEqual(path, StringComparer.Ordinal);

    /// <summary>Whether it is at this path or below.</summary>
    public bool IsBelow(IReadOnlyList<string> path) =>
        Path.Count >= path.Count && Path.Take(path.Count).SequenceEqual(path, StringComparer.Ordinal);
}
