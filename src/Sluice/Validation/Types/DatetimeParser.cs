using System.Globalization;

namespace Sluice.Validation.Types;

/// <summary>
/// <c>datetime</c>: <c>YYYY-MM-DDThh:mm:ss</c> with an optional fraction and an optional <c>Z</c> or offset, a format, or anything that
/// .NET parses with the invariant culture. The value is in ticks since 1970-01-01T00:00:00. A text with an offset is converted to UTC. One
/// without is a local time of the zone, and converted too; without a zone it is kept as it is.
/// </summary>
internal readonly struct DatetimeParser(DateFormat? format, bool any, int ticksPerUnit, ZoneOffsets? zone = null, bool truncates = false)
    : IValueParser<long>
{
    public string Expected =>
        format is not null ? $"a datetime ({format.Description})" : any ? "a datetime" : "a datetime (YYYY-MM-DDThh:mm:ss)";

    public bool Holds(long value) => value % ticksPerUnit == 0;

    public string Limit => Iso8601.LimitOf(ticksPerUnit);

    public string? Excess(ReadOnlySpan<byte> text) =>
        zone is null || !TryRead(text, out var parts) || parts.Offset is not null || zone.Explain(parts.Days, parts.Ticks) is not { } why
            ? null
            : $"{why}; {(format is null or { HasOffset: true } ? "write it with its offset" : "only a format with %z has offsets")}";

    public string? Hint(string text) =>
        format is not null ? format.Hint(text) ?? DateHint.OfDay(text) : DateHint.Find(text, any);

    public bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (!TryRead(text, out var parts))
        {
            return false;
        }

        var minutes = parts.Offset ?? 0;
        return (parts.Offset is not null || zone is null || zone.TryFind(parts.Days, parts.Ticks, out minutes))
            && Iso8601.TryTimestamp(parts.Days, parts.Ticks, minutes, out value);
    }

    private bool TryRead(ReadOnlySpan<byte> text, out DatetimeParts parts) => truncates
        ? TryReadExactly(SecondFraction.Cut(text, ticksPerUnit, stackalloc byte[SecondFraction.LongestText]), out parts)
        : TryReadExactly(text, out parts);

    private bool TryReadExactly(ReadOnlySpan<byte> text, out DatetimeParts parts)
    {
        if (format is not null)
        {
            return format.TryParse(text, out parts);
        }

        parts = default;
        if (text.Length >= 19 && text[10] == 'T' && Iso8601.TryParseDate(text[..10], out parts.Days))
        {
            if (Iso8601.TryParseTime(text[11..], out parts.Ticks, out parts.Offset))
            {
                return true;
            }

            // 24:00:00 is the start of the next day (XML Schema, 3.2.7.1).
            if (text[11..].StartsWith("24:00:00"u8) && Iso8601.TryParseTime([.. "00"u8, .. text[13..]], out parts.Ticks, out parts.Offset)
                && parts.Ticks == 0)
            {
                parts.Days++;
                return true;
            }
        }

        return any && TryReadAny(text, out parts);
    }

    // With a zone it matters whether the text has an offset, which .NET tells only if it may keep the kind of time.
    private bool TryReadAny(ReadOnlySpan<byte> text, out DatetimeParts parts)
    {
        parts = default;
        Span<char> chars = stackalloc char[AnyDate.Longest];
        if (!AnyDate.TryDecode(text, ref chars)
            || !AnyDate.HasYear(chars)
            || !DateTime.TryParse(
                chars, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time))
        {
            return false;
        }

        var isLocal = zone is not null
            && DateTime.TryParse(chars, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var kept)
            && kept.Kind == DateTimeKind.Unspecified;
        parts.Days = (int)(time.Ticks / TimeSpan.TicksPerDay) - Iso8601.EpochDay;
        parts.Ticks = time.Ticks % TimeSpan.TicksPerDay;
        parts.Offset = isLocal ? null : 0;
        return true;
    }
}
