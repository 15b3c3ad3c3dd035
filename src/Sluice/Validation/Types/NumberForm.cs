using System.Globalization;
using System.Text;

namespace Sluice.Validation.Types;

/// <summary>Numbers of any size as texts: validation, and a canonical form for comparing values.</summary>
internal static class NumberForm
{
    /// <summary>Whether a text is a whole number.</summary>
    public static bool IsInteger(ReadOnlySpan<byte> text)
    {
        text = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        return text.Length > 0 && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    /// <summary>
    /// Whether a text is a number by the standard: sign, digits, point, exponent; or <c>NaN</c>, <c>INF</c>, <c>-INF</c>.
    /// </summary>
    public static bool IsNumber(ReadOnlySpan<byte> text) => IsSpecial(text) || TrySplit(text, out _, out _, out _, out _);

    /// <summary>Whether a text is <c>NaN</c>, <c>INF</c> or <c>-INF</c>, ignoring case.</summary>
    public static bool IsSpecial(ReadOnlySpan<byte> text) =>
        text.Length is 3 or 4
        && (Ascii.EqualsIgnoreCase(text, "NaN"u8) || Ascii.EqualsIgnoreCase(text, "INF"u8) || Ascii.EqualsIgnoreCase(text, "-INF"u8));

    /// <summary>
    /// Whether all digit groups of a number have three digits. The standard allows any length, but <c>12,5</c> is probably a fraction.
    /// A number with an exponent has no groups: <c>482.659e-10</c> is a fraction, because who writes an exponent writes no groups.
    /// </summary>
    public static bool HasGroupsOfThree(ReadOnlySpan<byte> text, ReadOnlySpan<byte> group)
    {
        var digits = text.TrimStart("+-"u8);
        var first = digits.IndexOf(group);
        if (first > 3 || (first >= 0 && digits.IndexOfAny("eE"u8) >= 0))
        {
            return false;
        }

        for (; first >= 0; first = digits.IndexOf(group))
        {
            digits = digits[(first + group.Length)..];
            if (Digits(digits).Length != 3)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// The canonical text of a number, the same for all its spellings: sign, digits without leading and trailing zeros, exponent.
    /// </summary>
    public static string Canonical(ReadOnlySpan<byte> text)
    {
        if (!TrySplit(text, out var negative, out var whole, out var fraction, out var exponent))
        {
            return Encoding.ASCII.GetString(text).ToUpperInvariant();
        }

        var digits = Encoding.ASCII.GetString(whole) + Encoding.ASCII.GetString(fraction);
        exponent -= fraction.Length;
        var trimmed = digits.TrimEnd('0');
        exponent += digits.Length - trimmed.Length;
        trimmed = trimmed.TrimStart('0');
        return trimmed.Length == 0 ? "0" : $"{(negative ? "-" : "")}{trimmed}e{exponent.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>
    /// The number of digits before and after the decimal point of a number's value. Both are 0 for zero, and for a text that is not a
    /// number.
    /// </summary>
    public static (long Whole, long Places) CountDigits(ReadOnlySpan<byte> text)
    {
        const byte Zero = (byte)'0';
        const long MostExponent = 1_000_000;
        if (!TrySplit(text, out _, out var whole, out var fraction, out var exponent))
        {
            return default;
        }

        whole = whole.TrimStart(Zero);
        fraction = fraction.TrimEnd(Zero);
        if (whole.Length + fraction.Length == 0)
        {
            return default;
        }

        // The positions of the first and the last digit that is not 0, relative to the decimal point.
        exponent = Math.Clamp(exponent, -MostExponent, MostExponent);
        var first = (whole.Length > 0 ? whole.Length : fraction.TrimStart(Zero).Length - fraction.Length) + exponent;
        var last = (fraction.Length > 0 ? -fraction.Length : whole.Length - whole.TrimEnd(Zero).Length) + exponent;
        return (Math.Max(0, first), Math.Max(0, -last));
    }

    private static bool TrySplit(
        ReadOnlySpan<byte> text, out bool negative, out ReadOnlySpan<byte> whole, out ReadOnlySpan<byte> fraction, out long exponent)
    {
        negative = text.Length > 0 && text[0] == '-';
        text = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        fraction = default;
        exponent = 0;
        whole = Digits(text);
        text = text[whole.Length..];
        if (text.Length > 0 && text[0] == '.')
        {
            fraction = Digits(text[1..]);
            text = text[(1 + fraction.Length)..];
        }

        if (whole.Length + fraction.Length == 0)
        {
            return false;
        }

        if (text.Length == 0)
        {
            return true;
        }

        if (text[0] is not ((byte)'e' or (byte)'E') || !IsInteger(text[1..]))
        {
            return false;
        }

        return long.TryParse(text[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent);
    }

    private static ReadOnlySpan<byte> Digits(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text : text[..end];
    }
}
