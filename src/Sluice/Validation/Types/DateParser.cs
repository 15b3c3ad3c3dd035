using System.Globalization;

namespace Sluice.Validation.Types;

/// <summary>
/// <c>date</c>: <c>YYYY-MM-DD</c>, a pattern, or any date that .NET parses with the invariant culture. Days since 1970-01-01.
/// </summary>
internal readonly struct DateParser(StrptimePattern? pattern, bool any) : IValueParser<int>
{
    public string Expected => pattern is not null ? $"a date ({pattern.Format})" : any ? "a date" : "a date (YYYY-MM-DD)";

    public bool TryParse(ReadOnlySpan<byte> text, out int value)
    {
        if (pattern is not null)
        {
            value = 0;
            return pattern.TryParse(text, out var parts) && IsDay(parts) && Iso8601.TryDays(parts.Year, parts.Month, parts.Day, out value);
        }

        if (Iso8601.TryParseDate(text, out value))
        {
            return true;
        }

        Span<char> chars = stackalloc char[AnyDate.Longest];
        if (!any
            || !AnyDate.TryDecode(text, ref chars)
            || !AnyDate.HasYear(chars)
            || !DateOnly.TryParse(chars, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var date))
        {
            return false;
        }

        value = date.DayNumber - Iso8601.EpochDay;
        return true;
    }

    public bool Holds(int value) => true;

    public string Limit => "";

    public string? Excess(ReadOnlySpan<byte> text) => null;

    public string? Hint(string text) =>
        pattern is not null && pattern.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var parts) && !IsDay(parts)
            ? "a date column holds no time of day and no offset; a field of type datetime does"
            : DateHint.Find(text, pattern is not null || any);

    private static bool IsDay(DatetimeParts parts) => parts.Ticks == 0 && parts.Offset is null or 0;
}
