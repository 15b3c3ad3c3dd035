using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Validation.Types;

/// <summary>Guesses why a text is not a date or time of the field's format.</summary>
internal static partial class DateHint
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

    /// <summary>A hint for a text that was rejected, or <see langword="null"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hasFormat">Whether the field has a format of its own. Then no other is proposed.</param>
    public static string? Find(string text, bool hasFormat)
    {
        foreach (var (format, pattern) in Common)
        {
            if (!hasFormat && DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                return $"did you mean format \"{pattern}\"?";
            }
        }

        if (text.Length >= 10 && text[4] == '-' && text[7] == '-')
        {
            return DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                ? OfTime(text[10..].TrimStart('T'))
                : "there is no such day";
        }

        return hasFormat ? null : OfDigits(text);
    }

    /// <summary>A hint for a text that is not a time, or not the time of a datetime.</summary>
    public static string? OfTime(string text) =>
        text.StartsWith('t') || text.EndsWith('z') ? "the letters T and Z must be capitals"
        : NoSeconds().IsMatch(text) ? "the seconds are missing"
        : Seconds().IsMatch(text) ? "there is no such time, or its fraction has more than seven digits"
        : null;

    // Numbers that programs use for dates.
    private static string? OfDigits(string text) =>
        !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? null : text.Length switch
        {
            10 => string.Create(
                CultureInfo.InvariantCulture,
                $"it looks like seconds since 1970; write it as {DateTime.UnixEpoch.AddSeconds(count):yyyy-MM-ddTHH:mm:ssZ}"),
            13 => string.Create(
                CultureInfo.InvariantCulture,
                $"it looks like milliseconds since 1970; write it as {DateTime.UnixEpoch.AddMilliseconds(count):yyyy-MM-ddTHH:mm:ss.fffZ}"),
            5 => "it looks like a spreadsheet's day number; write it as a date",
            _ => null,
        };

    [GeneratedRegex("^[0-9]{1,2}:[0-9]{2}(Z|[+-][0-9:]+)?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex NoSeconds();

    [GeneratedRegex("^[0-9]{2}:[0-9]{2}:[0-9]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex Seconds();
}
