using Sluice.Lake.Schema;

namespace Sluice.Analytics.Requests;

/// <summary>A property of the rows of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ordinal">The column that it is read from. For an object, the column that is null if there is no object; -1 if there always
/// is one.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsText">Whether it is a number that is read as text, because it may have more digits than <see cref="decimal"/> or
/// <see cref="long"/> hold.</param>
/// <param name="Members">The properties of an object; <see langword="null"/> for a value.</param>
public sealed record ResultProperty(string Name, int Ordinal, ColumnType Type, bool IsText, IReadOnlyList<ResultProperty>? Members = null)
{
    /// <summary>The column with the floating point value of a number, used if <see cref="Ordinal"/> is null; -1 if there is none.</summary>
    public int Otherwise { get; init; } = -1;

    /// <summary>The set, if it is an object that is a row of a set; otherwise <see langword="null"/>.</summary>
    public RowEntity? Entity { get; init; }
}
