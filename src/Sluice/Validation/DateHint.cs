using System.Globalization;

namespace Sluice.Validation;

/// <summary>Why a text is not a date or time of the default format, as far as it can be told.</summary>
internal static class DateHint
{
    private static readonly (string Format, string Pattern)[] Common =
    [
        ("yyyy-MM-dd HH:mm:ss", "%Y-%m-%d %H:%M:%S"),
        ("yyyy-MM-dd HH:mm:ss.FFFFFFF", "%Y-%m-%d %H:%M:%S.%f"),
        ("yyyy-MM-dd", "%Y-%m-%d"),
        ("dd/MM/yyyy", "%d/%m/%Y"),
        ("MM/dd/yyyy", "%m/%d/%Y"),
        ("dd.MM.yyyy", "%d.%m.%Y"),
        ("yyyyMMdd", "%Y%m%d"),
        ("dd/MM/yyyy HH:mm:ss", "%d/%m/%Y %H:%M:%S"),
        ("MM/dd/yyyy HH:mm:ss", "%m/%d/%Y %H:%M:%S"),
    ];

    /// <summary>A hint for a text that was refused.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hasFormat">Whether the field has a format of its own: then another is not proposed.</param>
    public static string? Of(string text, bool hasFormat)
    {
        if (text.AsSpan().Trim().Length != text.Length)
        {
            return "there is white space around it";
        }

        foreach (var (format, pattern) in Common)
        {
            if (!hasFormat && DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                return $"did you mean format \"{pattern}\"?";
            }
        }

        return text.Length >= 10 && text[4] == '-' && text[7] == '-' && !DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", out _)
            ? "there is no such day"
            : null;
    }
}
