using System.Globalization;
using Sluice.Validation.Types;

namespace Sluice.Inference;

/// <summary>Decides which texts a floating point number keeps: those that can be restored from it digit by digit.</summary>
internal static class FloatText
{
    /// <summary>
    /// Any number with up to this many digits is kept, unless it is subnormal (nearer to 0 than 2.2250738585072014E-308).
    /// </summary>
    public const int SafeDigits = 15;

    private const int LongestShown = 1200;
    private const int LongestNormal = 300;

    /// <summary>Whether a text is kept. It must be a number that a floating point column accepts.</summary>
    /// <remarks>
    /// A text is kept if the shortest text of the number has the same value, or if it is in scientific notation with exactly the number's
    /// digits at this length, as programs write floating point numbers: <c>1.000000000000000056e-01</c>.
    /// </remarks>
    public static bool IsKept(ReadOnlySpan<byte> text)
    {
        if (NumberForm.IsSpecial(text))
        {
            return true;
        }

        // The fast path: a short text without an exponent is not so near to 0.
        var exponent = text.IndexOfAny((byte)'e', (byte)'E');
        var digits = DigitsOf(exponent < 0 ? text : text[..exponent]);
        if (digits <= SafeDigits && exponent < 0 && text.Length <= LongestNormal)
        {
            return true;
        }

        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (digits <= SafeDigits && !double.IsSubnormal(value))
        {
            return true;
        }

        return HasForm("R", value, text) || (exponent >= 0 && HasForm($"E{digits - 1}", value, text));
    }

    // The number of digits from the first that is not 0.
    private static int DigitsOf(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var b in text)
        {
            count += b is >= (byte)'1' and <= (byte)'9' || (b == '0' && count > 0) ? 1 : 0;
        }

        return count;
    }

    private static bool HasForm(string format, double value, ReadOnlySpan<byte> text)
    {
        Span<byte> shown = stackalloc byte[LongestShown];
        return value.TryFormat(shown, out var length, format, CultureInfo.InvariantCulture)
            && (text.SequenceEqual(shown[..length]) || NumberForm.Canonical(shown[..length]) == NumberForm.Canonical(text));
    }
}
