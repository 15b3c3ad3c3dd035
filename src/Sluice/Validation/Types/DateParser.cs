using System.Globalization;

namespace Sluice.Validation.Types;

/// <summary>
/// <c>date</c>: <c>YYYY-MM-DD</c>, a format, or any date that .NET parses with the invariant culture. Days since 1970-01-01.
/// </summary>
internal readonly struct DateParser(DateFormat? format, bool any) : IValueParser<int>
{
    public string Expected => format is not null ? $"a date ({format.Description})" : any ? "a date" : "a date (YYYY-MM-DD)";

    public bool TryParse(ReadOnlySpan<byte> text, out int value)
    {
        if (format is not null)
        {
            var fits = format.TryParse(text, out var parts) && parts.IsDay;
            value = parts.Days;
            return fits;
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
        format is not null && format.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var parts) && !parts.IsDay
            ? "a date column holds no time of day and no offset; a field of type datetime does"
            : format is not null ? format.Hint(text) ?? DateHint.OfDay(text)
            : DateHint.Find(text, any);
}
