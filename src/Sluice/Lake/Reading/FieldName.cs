namespace Sluice.Lake.Reading;

/// <summary>What the name of a field may be.</summary>
internal static class FieldName
{
    /// <summary>The longest: that of a column in SQL Server.</summary>
    public const int MaxLength = 128;

    /// <summary>Why a text is no name of a field, or <see langword="null"/> if it is one.</summary>
    public static string? FaultOf(string name) =>
        name.Length is 0 or > MaxLength || name.Any(char.IsControl) || name.Trim() != name
            ? $"The name of a field must have 1 to {MaxLength} characters, no control character, and no white space at its ends."
        : SystemColumns.All.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? $"The name '{name}' is reserved: the table has a column of its own of this name."
        : null;
}
