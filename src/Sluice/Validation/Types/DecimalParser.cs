namespace Sluice.Validation.Types;

/// <summary>
/// <c>number</c> in a decimal column: sign, digits, decimal point, exponent. The value is the number times ten to the power of the column's
/// scale. A number that the column cannot hold exactly does not parse.
/// </summary>
internal readonly struct DecimalParser(NumberText number, byte precision, byte scale) : IValueParser<Int128>
{
    /// <summary>Longer texts are rejected without work: nobody writes such numbers.</summary>
    private const int LongestText = 512;

    private static readonly Int128[] PowersOfTen =
        [.. Enumerable.Range(0, 39).Select(n => Enumerable.Repeat((Int128)10, n).Aggregate(Int128.One, (a, b) => a * b))];

    private readonly Int128 limit = PowersOfTen[precision];

    public string Expected => $"a number ({number.Description})";

    public bool TryParse(ReadOnlySpan<byte> text, out Int128 value)
    {
        if (number.IsPlain)
        {
            return TryParsePlain(text, out value);
        }

        value = 0;
        if (text.Length > LongestText)
        {
            return false;
        }

        Span<byte> plain = stackalloc byte[LongestText];
        var length = number.Write(text, plain);
        return length > 0 && TryParsePlain(plain[..length], out value);
    }

    public bool Holds(Int128 value) => true;

    public string Limit => "";

    public string? Excess(ReadOnlySpan<byte> text)
    {
        if (NumberForm.IsSpecial(text))
        {
            return $"cannot be stored as decimal({precision},{scale}); use \"sluice:type\": \"float\""
                + (text[0] is (byte)'N' or (byte)'n' ? ", or if it means no value, add it to the field's missingValues" : "");
        }

        if (NumberHint.ToPlain(text, number) is not { } plain || !NumberForm.IsNumber(plain))
        {
            return null;
        }

        var (whole, places) = NumberForm.CountDigits(plain);
        return whole > precision - scale
            ? $"has {MoreThan(precision - scale, "digit")} before the decimal point, which decimal({precision},{scale}) does not hold"
            : places > scale ? $"has {MoreThan(scale, "decimal place")}, which decimal({precision},{scale}) does not hold"
            : $"is longer than {LongestText} bytes, or has an exponent of more than four digits, which is not read as a number";

        static string MoreThan(int count, string what) => count == 0 ? $"{what}s" : $"more than {count} {what}{(count == 1 ? "" : "s")}";
    }

    public string? Hint(string text) => NumberHint.OfNumber(text, number);

    private bool TryParsePlain(ReadOnlySpan<byte> text, out Int128 value)
    {
        value = 0;
        var i = 0;
        var negative = false;
        if (text.Length > 0 && text[0] is (byte)'-' or (byte)'+')
        {
            negative = text[0] == '-';
            i = 1;
        }

        // The fast path: up to 18 digits without an exponent fit a 64-bit accumulator.
        if (text.Length - i > 19)
        {
            return TryParseLong(text[i..], negative, out value);
        }

        var magnitude = 0L;
        var digits = 0;
        var point = -1;
        for (; i < text.Length; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                magnitude = (magnitude * 10) + digit;
                digits++;
            }
            else if (text[i] == '.' && point < 0)
            {
                point = digits;
            }
            else
            {
                return TryParseLong(text[(text[0] is (byte)'-' or (byte)'+' ? 1 : 0)..], negative, out value);
            }
        }

        if (digits is 0 or > 18)
        {
            return digits > 18 && TryParseLong(text[(text[0] is (byte)'-' or (byte)'+' ? 1 : 0)..], negative, out value);
        }

        var places = point < 0 ? 0 : digits - point;
        while (places > scale)
        {
            // Trailing zeros of the fraction do not count: 1.50 fits where 1.5 does.
            if (magnitude % 10 != 0)
            {
                return false;
            }

            magnitude /= 10;
            places--;
        }

        // Leading zeros can make a number look too long, so then the value itself is compared with the limit.
        var power = PowersOfTen[scale - places];
        if (digits + scale - places > precision && magnitude > (limit - 1) / power)
        {
            return false;
        }

        value = magnitude * power;
        value = negative ? -value : value;
        return true;
    }

    private bool TryParseLong(ReadOnlySpan<byte> text, bool negative, out Int128 value)
    {
        value = 0;
        if (text.Length > LongestText)
        {
            return false;
        }

        // The digits without leading zeros, and how many of them are decimal places.
        Span<byte> digits = stackalloc byte[LongestText];
        var count = 0;
        var places = 0;
        var any = false;
        var pointSeen = false;
        var i = 0;
        for (; i < text.Length; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                any = true;
                places += pointSeen ? 1 : 0;
                if (digit != 0 || count > 0)
                {
                    digits[count++] = (byte)digit;
                }
            }
            else if (text[i] == '.' && !pointSeen)
            {
                pointSeen = true;
            }
            else
            {
                break;
            }
        }

        if (!any || !TryParseExponent(text[i..], out var exponent))
        {
            return false;
        }

        while (count > 0 && digits[count - 1] == 0)
        {
            count--;
            places--;
        }

        if (count == 0)
        {
            return true;
        }

        // The number is digits * 10^(exponent - places). The value is that times 10^scale.
        var shift = exponent - places + scale;
        if (shift < 0 || count + shift > precision)
        {
            return false;
        }

        foreach (var digit in digits[..count])
        {
            value = (value * 10) + digit;
        }

        value *= PowersOfTen[shift];
        value = negative ? -value : value;
        return true;
    }

    private static bool TryParseExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text.Length == 0)
        {
            return true;
        }

        return text[0] is (byte)'e' or (byte)'E'
            && System.Buffers.Text.Utf8Parser.TryParse(text[1..], out exponent, out var consumed)
            && consumed == text.Length - 1
            && Math.Abs((long)exponent) < 10_000;
    }
}
