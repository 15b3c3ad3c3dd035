namespace Sluice.Validation.Types;

/// <summary>
/// <c>yearmonth</c>: <c>YYYY-MM</c> (XML Schema, gYearMonth). The column is a date and holds the month's first day, so years are 1 to 9999
/// and there is no time zone.
/// </summary>
internal readonly struct YearmonthParser : IValueParser<int>
{
    public string Expected => "a month of a year (YYYY-MM)";

    public bool TryParse(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        return text.Length == 7 && text[4] == '-'
            && Iso8601.TryDigits(text, 0, 4, out var year) && Iso8601.TryDigits(text, 5, 2, out var month)
            && Iso8601.TryDays(year, month, 1, out value);
    }

    public bool Holds(int value) => true;

    public string Limit => "";

    public string? Excess(ReadOnlySpan<byte> text) => null;

    public string? Hint(string text) =>
        text.EndsWith('Z') || (text.Length == 13 && text[10] == ':') ? "the column holds no time zone" : null;
}
