using System.Globalization;

namespace Sluice.Validation.Types;

/// <summary>
/// <c>datetime</c>: <c>YYYY-MM-DDThh:mm:ss</c> with an optional fraction and an optional <c>Z</c> or offset, a pattern, or anything that
/// .NET parses with the invariant culture. The value is in ticks since 1970-01-01T00:00:00. A text with an offset is converted to UTC; one
/// without is kept as it is.
/// </summary>
internal readonly struct DatetimeParser(StrptimePattern? pattern, bool any, int ticksPerUnit) : IValueParser<long>
{
    public string Expected =>
        pattern is not null ? $"a datetime ({pattern.Format})" : any ? "a datetime" : "a datetime (YYYY-MM-DDThh:mm:ss)";

    public bool Holds(long value) => value % ticksPerUnit == 0;

    public string Limit => Iso8601.LimitOf(ticksPerUnit);

    public string? Excess(ReadOnlySpan<byte> text) => null;

    public string? Hint(string text) =>
        pattern is null && !any && text.Length > 22 && text[^5] is '+' or '-' && text[10] == 'T'
            ? "an offset is written with a colon (+01:00)"
            : DateHint.Find(text, pattern is not null || any);

    public bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (pattern is not null)
        {
            return pattern.TryParse(text, out var parts)
                && Iso8601.TryDays(parts.Year, parts.Month, parts.Day, out var day)
                && Iso8601.TryTimestamp(day, parts.Ticks, parts.Offset ?? 0, out value);
        }

        if (text.Length >= 19 && text[10] == 'T' && Iso8601.TryParseDate(text[..10], out var days))
        {
            if (Iso8601.TryParseTime(text[11..], out var ticks, out var offset))
            {
                return Iso8601.TryTimestamp(days, ticks, offset ?? 0, out value);
            }

            // 24:00:00 is the start of the next day (XML Schema, 3.2.7.1).
            if (text[11..].StartsWith("24:00:00"u8) && Iso8601.TryParseTime([.. "00"u8, .. text[13..]], out ticks, out offset)
                && ticks == 0)
            {
                return Iso8601.TryTimestamp(days + 1, 0, offset ?? 0, out value);
            }
        }

        Span<char> chars = stackalloc char[AnyDate.Longest];
        if (!any
            || !AnyDate.TryDecode(text, ref chars)
            || !AnyDate.HasYear(chars)
            || !DateTime.TryParse(
                chars, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time))
        {
            return false;
        }

        value = time.Ticks - (Iso8601.EpochDay * TimeSpan.TicksPerDay);
        return true;
    }
}
