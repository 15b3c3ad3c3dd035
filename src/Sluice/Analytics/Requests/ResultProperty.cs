using Sluice.Lake;

namespace Sluice.Analytics.Requests;

/// <summary>A property of the rows of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ordinal">The column that it is read from; for an object the one that is null if there is no object, or -1.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsText">Whether it is a number that comes as text, since it may have more digits than <see cref="decimal"/> or
/// <see cref="long"/>.</param>
/// <param name="Members">The properties of an object; <see langword="null"/> for a value.</param>
public sealed record ResultProperty(string Name, int Ordinal, ColumnType Type, bool IsText, IReadOnlyList<ResultProperty>? Members = null)
{
    /// <summary>The column that a number is read from, as a floating point number, if it is null in its own; -1 if there is none.</summary>
    public int Otherwise { get; init; } = -1;

    /// <summary>The set of an object that is a row of one; else <see langword="null"/>.</summary>
    public RowEntity? Entity { get; init; }
}
