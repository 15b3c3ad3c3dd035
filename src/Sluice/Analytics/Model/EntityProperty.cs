using Sluice.Lake.Schema;

namespace Sluice.Analytics.Model;

/// <summary>A property of the rows of an entity set: one column of its table.</summary>
/// <param name="Name">Its name in OData: the column's name, with replacements for characters that OData does not allow.</param>
/// <param name="Column">The column of the table.</param>
/// <param name="Type">The type of the column.</param>
/// <param name="Nullable">Whether it may be null.</param>
/// <param name="Title">A title for people, or <see langword="null"/>.</param>
/// <param name="Description">A description for people, or <see langword="null"/>.</param>
public sealed record EntityProperty(
    string Name, string Column, ColumnType Type, bool Nullable, string? Title = null, string? Description = null)
{
    /// <summary>
    /// Text only: the greatest number of characters of a value, or <see langword="null"/> for no limit. The column may allow more.
    /// </summary>
    public int? MaxLength { get; init; }

    /// <summary>Whether the field is sensitive: nobody is shown its values without asking for them.</summary>
    public bool IsSensitive { get; init; }
}
