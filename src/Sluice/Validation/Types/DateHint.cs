using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Validation.Types;

/// <summary>Guesses why a text is not a date or time of the field's format.</summary>
internal static partial class DateHint
{
    // Common patterns. Those of one line fit the same texts, so that only another value can tell which is meant.
    private static readonly string[][] DatePatterns =
    [
        ["%Y-%m-%d"], ["%Y/%m/%d"], ["%Y.%m.%d"], ["%Y%m%d"],
        ["%d/%m/%Y", "%m/%d/%Y"], ["%d-%m-%Y", "%m-%d-%Y"], ["%d.%m.%Y"],
        ["%d/%m/%y", "%m/%d/%y"], ["%d-%m-%y", "%m-%d-%y"], ["%d.%m.%y"],
        ["%d %b %Y"], ["%d-%b-%Y"], ["%d-%b-%y"], ["%d%b%Y"], ["%b %d, %Y"], ["%d %B %Y"], ["%B %d, %Y"],
        ["%b %Y"], ["%b-%y"], ["%m/%Y"], ["%G-W%V"],
    ];

    private static readonly string[] TimesOfDates =
    [
        "", " %H:%M:%S", " %H:%M", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p", " %H:%M:%S%z", " %H:%M:%S.%f%z", " %H:%M:%S %z",
        " %H:%M:%S %Z", "T%H:%M", "T%H:%M%z", "T%H:%M:%S%z", "T%H:%M:%S.%f%z", "T%H%M%S", "T%H%M%S%z", "%H%M%S", ":%H:%M:%S",
    ];

    private static readonly StrptimePattern[][] Dates =
        [.. DatePatterns.SelectMany(d => TimesOfDates.Select(t => (StrptimePattern[])[.. d.Select(p => Create(p + t))]))];

    private static readonly StrptimePattern[] Times =
        [.. new[] { "%H:%M", "%H:%M:%S", "%H:%M:%S.%f", "%I:%M %p", "%I:%M:%S %p", "%H.%M" }.Select(Create)];

    /// <summary>A hint for a text that is not a date or datetime of the default format or of <c>any</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="any">Whether the format is <c>any</c>. Then no other is proposed.</param>
    public static string? Find(string text, bool any)
    {
        if (any || !text.Any(char.IsAsciiDigit))
        {
            return OfDay(text);
        }

        // All rows of a file may come here, so this is a loop.
        var bytes = Encoding.UTF8.GetBytes(text);
        foreach (var patterns in Dates)
        {
            if (Array.FindAll(patterns, p => p.TryParse(bytes, out _)) is [_, ..] fits)
            {
                return Propose(fits);
            }
        }

        return OfDay(text) ?? OfCount(bytes);
    }

    /// <summary>A hint for a text that has a day as the default format has it.</summary>
    public static string? OfDay(string text) =>
        text.Length < 10 || text[4] != '-' || text[7] != '-' ? null
        : DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? OfTimeOfDay(text[10..].TrimStart('T'))
        : "there is no such day";

    /// <summary>A hint for a text that is not a time.</summary>
    public static string? OfTime(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Propose([.. Times.Where(p => p.TryParse(bytes, out _)).Take(1)]) ?? OfTimeOfDay(text);
    }

    private static string? OfTimeOfDay(string text) =>
        text.StartsWith('t') || text.EndsWith('z') ? "the letters T and Z must be capitals"
        : Seconds().IsMatch(text)
            ? "there is no such time, or its fraction has more than seven digits, which \"sluice:fraction\": \"truncate\" cuts off"
        : null;

    private static string? Propose(StrptimePattern[] patterns) => patterns switch
    {
        [] => null,
        [var one] => $"did you mean format \"{one.Description}\"?",
        _ => $"did you mean format {string.Join(" or ", patterns.Select(p => $"\"{p.Description}\""))}? It fits both",
    };

    // Numbers that programs use for dates.
    private static string? OfCount(byte[] text)
    {
        if (EpochFormat.Guess(text) is { } epoch)
        {
            return $"it looks like {Show(epoch, text)}Z: did you mean format \"{epoch.Name}\"?";
        }

        return ExcelFormat.IsProbable(text)
            ? $"it looks like a spreadsheet's number of {Show(ExcelFormat.Instance, text)}: did you mean format \"{ExcelFormat.Name}\"?"
            : null;
    }

    private static string Show(DateFormat format, byte[] text) => format.TryParse(text, out var parts)
        ? DateTime.UnixEpoch.AddDays(parts.Days).AddTicks(parts.Ticks).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)
        : "";

    private static StrptimePattern Create(string pattern) =>
        StrptimePattern.TryCreate(pattern, out var error) ?? throw new InvalidOperationException($"The pattern {pattern} {error}.");

    [GeneratedRegex("^[0-9]{2}:[0-9]{2}:[0-9]{2}", RegexOptions.CultureInvariant)]
    private static partial Regex Seconds();
}
