using Sluice.Lake.Schema;

namespace Sluice.Lake.Reading;

/// <summary>The rules for the name of a field.</summary>
internal static class FieldName
{
    /// <summary>The greatest length: that of a column name in SQL Server.</summary>
    public const int MaxLength = 128;

    /// <summary>Why a text cannot be the name of a field, or <see langword="null"/> if it can.</summary>
    public static string? FaultOf(string name) =>
        name.Length is 0 or > MaxLength || name.Any(char.IsControl) || name.Trim() != name
            ? $"The name of a field must have 1 to {MaxLength} characters, no control character, and no white space at its ends."
        : SystemColumns.All.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? $"The name '{name}' is reserved for a system column of the table."
        : null;
}
