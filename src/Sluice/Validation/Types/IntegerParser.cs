namespace Sluice.Validation.Types;

/// <summary>
/// <c>integer</c>: an optional sign and digits, within 64 bits. If <paramref name="truncates"/>, a fraction may follow, and is left out.
/// </summary>
internal readonly struct IntegerParser(NumberText number, bool truncates = false) : IValueParser<long>
{
    private const int LongestPlain = 64;

    public string Expected => "an integer";

    public bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        if (number.IsPlain)
        {
            return TryParsePlain(text, out value) || (truncates && TryTruncate(text, out value));
        }

        value = 0;
        if (text.Length > LongestPlain)
        {
            return false;
        }

        Span<byte> plain = stackalloc byte[LongestPlain];
        var length = number.Write(text, plain);
        return length > 0
            && (TryParsePlain(plain[..length], out value) || (truncates && TryTruncate(plain[..length], out value)));
    }

    public bool Holds(long value) => true;

    public string Limit => "";

    public string? Excess(ReadOnlySpan<byte> text) =>
        NumberHint.ToPlain(text, number) is not { } plain || !(truncates ? IsPlainFraction(plain) : NumberForm.IsInteger(plain)) ? null
        : NumberForm.CountDigits(plain).Whole > 18
            ? "is beyond what a bigint column holds, which is -9223372036854775808 to 9223372036854775807"
        : $"is longer than {LongestPlain} bytes, which is the most that is read as an integer here";

    public string? Hint(string text) => NumberHint.OfInteger(text, number);

    private static bool IsPlainFraction(ReadOnlySpan<byte> text) =>
        NumberForm.IsNumber(text) && !NumberForm.IsSpecial(text) && text.IndexOfAny((byte)'e', (byte)'E') < 0;

    private static bool TryTruncate(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.IndexOf((byte)'.') is not (>= 0 and var point) || !IsPlainFraction(text))
        {
            return false;
        }

        // There are digits after the point if there are none before it: ".7" is 0.
        return text[..point].TrimStart("+-"u8).IsEmpty || TryParsePlain(text[..point], out value);
    }

    private static bool TryParsePlain(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        var negative = false;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
        {
            negative = text[0] == '-';
            text = text[1..];
        }

        if (text.Length == 0)
        {
            return false;
        }

        // Any 18 digits fit, so only longer texts need a range check.
        if (text.Length > 18)
        {
            return TryParseLong(text, negative, out value);
        }

        foreach (var b in text)
        {
            var digit = (uint)(b - '0');
            if (digit > 9)
            {
                return false;
            }

            value = (value * 10) + digit;
        }

        value = negative ? -value : value;
        return true;
    }

    private static bool TryParseLong(ReadOnlySpan<byte> text, bool negative, out long value)
    {
        value = 0;
        var magnitude = 0UL;
        var limit = negative ? 1UL << 63 : long.MaxValue;
        foreach (var b in text)
        {
            var digit = (uint)(b - '0');
            if (digit > 9 || magnitude > (limit - digit) / 10)
            {
                return false;
            }

            magnitude = (magnitude * 10) + digit;
        }

        value = negative ? (long)(0 - magnitude) : (long)magnitude;
        return true;
    }
}
