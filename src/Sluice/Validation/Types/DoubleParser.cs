using System.Globalization;

namespace Sluice.Validation.Types;

/// <summary>
/// <c>number</c> in a floating point column: the binary number nearest to the text, or <c>NaN</c>, <c>INF</c> or <c>-INF</c>, ignoring
/// case.
/// </summary>
internal readonly struct DoubleParser(NumberText number, bool holdsAll) : IValueParser<double>
{
    private const int LongestText = 512;
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public string Expected => $"a number ({number.Description})";

    public bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        if (NumberForm.IsSpecial(text))
        {
            value = text[0] is (byte)'N' or (byte)'n' ? double.NaN : text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        value = 0;
        if (text.Length is 0 or > LongestText)
        {
            return false;
        }

        if (number.IsPlain)
        {
            return TryParsePlain(text, out value);
        }

        Span<byte> plain = stackalloc byte[LongestText];
        var length = number.Write(text, plain);
        return length > 0 && TryParsePlain(plain[..length], out value);
    }

    public bool Holds(double value) => holdsAll || (double.IsFinite(value) && !double.IsSubnormal(value));

    public string Limit => "no NaN, no infinity and nothing between 0 and 2.2250738585072014E-308";

    public string? Excess(ReadOnlySpan<byte> text) =>
        NumberHint.ToPlain(text, number) is not { } plain || !NumberForm.IsNumber(plain) ? null
        : text.Length > LongestText ? $"is longer than {LongestText} bytes, which is the most that is read as a number"
        : "is beyond what a floating point column holds, which is 0 and numbers from 4.9E-324 to 1.7976931348623157E308";

    public string? Hint(string text) => NumberHint.OfNumber(text, number);

    // .NET also parses "Infinity" and its own NaN, which the standard does not have. No valid number ends in a letter.
    private static bool TryParsePlain(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        return text[^1] < 'A' && double.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value)
            && (value != 0 || IsZero(text));
    }

    // .NET rounds a number that is too small to 0. Only a text that is zero may become 0.
    private static bool IsZero(ReadOnlySpan<byte> text)
    {
        var exponent = text.IndexOfAny((byte)'e', (byte)'E');
        return (exponent < 0 ? text : text[..exponent]).IndexOfAnyInRange((byte)'1', (byte)'9') < 0;
    }
}
