namespace Sluice.Validation.Types;

/// <summary>
/// <c>year</c>: four digits or more, with leading zeros only to make four, and an optional minus sign (XML Schema, gYear). There is no year
/// 0. A time zone is rejected, because the column cannot hold it.
/// </summary>
internal readonly struct YearParser : IValueParser<long>
{
    private static readonly IntegerParser Integer = new(new NumberText(null, null, bareNumber: true));

    public string Expected => "a year (four digits)";

    public bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        var digits = text.Length > 0 && text[0] == '-' ? text[1..] : text;
        return digits.Length >= 4
            && digits[0] is >= (byte)'0' and <= (byte)'9'
            && (digits.Length == 4 || digits[0] != '0')
            && Integer.TryParse(text, out value)
            && value != 0;
    }

    public bool Holds(long value) => true;

    public string Limit => "";

    public string? Excess(ReadOnlySpan<byte> text) =>
        text.TrimStart((byte)'-') is { Length: >= 4 } digits && digits[0] != '0' ? Integer.Excess(text) : null;

    public string? Hint(string text) =>
        text is "0000" or "-0000" ? "there is no year 0" :
        text.EndsWith('Z') || (text.Length >= 10 && text[^3] == ':') ? "the column holds no time zone" : null;
}
