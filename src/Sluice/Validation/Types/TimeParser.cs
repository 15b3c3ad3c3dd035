using System.Globalization;

namespace Sluice.Validation.Types;

/// <summary>
/// <c>time</c>: <c>hh:mm:ss</c> with an optional fraction and <c>Z</c>, a format, or any time that .NET parses with the invariant culture.
/// The value is in ticks since midnight. An offset other than UTC is rejected, because a time column cannot hold it.
/// </summary>
internal readonly struct TimeParser(DateFormat? format, bool any, int ticksPerUnit, bool truncates = false) : IValueParser<long>
{
    public string Expected => format is not null ? $"a time ({format.Description})" : any ? "a time" : "a time (hh:mm:ss)";

    public bool TryParse(ReadOnlySpan<byte> text, out long value) => truncates
        ? TryParseExactly(SecondFraction.Cut(text, ticksPerUnit, stackalloc byte[SecondFraction.LongestText]), out value)
        : TryParseExactly(text, out value);

    private bool TryParseExactly(ReadOnlySpan<byte> text, out long value)
    {
        if (format is not null)
        {
            var fits = format.TryParse(text, out var parts);
            value = parts.Ticks;
            return fits && parts.Offset is null or 0;
        }

        if (Iso8601.TryParseTime(text, out value, out var offset))
        {
            return offset is null or 0;
        }

        Span<char> chars = stackalloc char[AnyDate.Longest];
        if (!any
            || !AnyDate.TryDecode(text, ref chars)
            || !TimeOnly.TryParse(chars, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var time))
        {
            return false;
        }

        value = time.Ticks;
        return true;
    }

    public bool Holds(long value) => value % ticksPerUnit == 0;

    public string Limit => Iso8601.LimitOf(ticksPerUnit);

    public string? Excess(ReadOnlySpan<byte> text) => null;

    public string? Hint(string text)
    {
        Span<byte> bytes = stackalloc byte[AnyDate.Longest * 3];
        if (text.Length > AnyDate.Longest || format is not null)
        {
            return format?.Hint(text);
        }

        bytes = bytes[..System.Text.Encoding.UTF8.GetBytes(text, bytes)];
        if (!Iso8601.TryParseTime(bytes, out _, out var offset))
        {
            return any ? null : DateHint.OfTime(text);
        }

        return offset is null or 0 ? null : "a time column holds no offset; write it in UTC (Z) or without an offset";
    }
}
