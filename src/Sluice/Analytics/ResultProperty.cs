using Sluice.Lake;

namespace Sluice.Analytics;

/// <summary>A property of the rows of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ordinal">The column that it is read from; for an object the one that is null if there is no object, or -1.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsText">Whether it is a decimal that comes as text.</param>
/// <param name="Members">The properties of an object; <see langword="null"/> for a value.</param>
public sealed record ResultProperty(string Name, int Ordinal, ColumnType Type, bool IsText, IReadOnlyList<ResultProperty>? Members = null)
{
    /// <summary>The set of an object that is a row of one; else <see langword="null"/>.</summary>
    public RowEntity? Entity { get; init; }
}
