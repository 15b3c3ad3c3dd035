using System.Globalization;

namespace Sluice.Lake.Schema;

/// <summary>The rules for the name of a field.</summary>
internal static class FieldName
{
    /// <summary>The greatest length: that of a column name in SQL Server.</summary>
    public const int MaxLength = 128;

    /// <summary>Why a text cannot be the name of a field, or <see langword="null"/> if it can.</summary>
    public static string? FaultOf(string name) =>
        name.Length is 0 or > MaxLength || name.Any(char.IsControl) || name.Trim() != name
            ? $"The name of a field must have 1 to {MaxLength} characters, no control character, and no white space at its ends. "
                + "Headers that are no such name are aliases of the field (sluice:aliases)."
        : SystemColumns.All.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? $"The name '{name}' is reserved for a system column of the table."
        : null;

    /// <summary>A valid name similar to a header: without control characters, not too long, not reserved.</summary>
    /// <param name="header">The trimmed header.</param>
    /// <param name="fallback">The name if nothing of the header can be one.</param>
    public static string From(string header, string fallback)
    {
        var words = new string([.. header.Select(c => char.IsControl(c) ? ' ' : c)]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var name = Cut(header.Any(char.IsControl) ? string.Join(' ', words) : header, MaxLength);
        name = FaultOf(name) is null ? name : name.TrimStart('_');
        return FaultOf(name) is null ? name : fallback;
    }

    /// <summary>A name with a number at its end, for the second and later of several similar ones.</summary>
    public static string WithNumber(string name, int number)
    {
        var end = $"_{number.ToString(CultureInfo.InvariantCulture)}";
        return Cut(name, MaxLength - end.Length) + end;
    }

    // Never splits a surrogate pair, and leaves no white space at the end.
    private static string Cut(string text, int length) => text.Length <= length
        ? text
        : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)].TrimEnd();
}
