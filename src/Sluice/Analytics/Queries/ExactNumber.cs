using System.Globalization;
using System.Numerics;

namespace Sluice.Analytics.Queries;

/// <summary>A decimal number of any length, exactly as written.</summary>
/// <param name="Unscaled">The number without its decimal point.</param>
/// <param name="Scale">The number of digits after the point; not negative.</param>
public readonly record struct ExactNumber(BigInteger Unscaled, int Scale)
{
    // Beyond this exponent, no column and no floating point number can tell numbers apart.
    private const int MaxExponent = 1000;

    /// <summary>The number of digits before the point; 0 for a fraction.</summary>
    public int Whole => Math.Max(0, DigitsOf(Unscaled) - Scale);

    /// <summary>Parses a number: <c>-12.5</c>, <c>1e-3</c>. Trailing zeros are removed.</summary>
    /// <remarks>
    /// Very long numbers are shortened: more than 1,000 digits before the point become 1 followed by 1,000 zeros, and the digits after the
    /// 1,000th decimal place become one digit. Comparisons with values of columns give the same results.
    /// </remarks>
    /// <returns>Whether the text is a number.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out ExactNumber number)
    {
        number = default;
        var at = text.IndexOfAny('e', 'E');
        var exponent = BigInteger.Zero;
        if (at >= 0 && !BigInteger.TryParse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return false;
        }

        var mantissa = (at < 0 ? text : text[..at]).ToString();
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        if (!BigInteger.TryParse(
            point < 0 ? mantissa : mantissa.Remove(point, 1),
            NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unscaled))
        {
            return false;
        }

        number = Create(unscaled, (point < 0 ? 0 : mantissa.Length - point - 1) - exponent);
        return true;
    }

    /// <summary>Parses a text that is known to be a number.</summary>
    public static ExactNumber Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var number) ? number : throw new FormatException("The text is not a number.");

    /// <summary>Rounds down to a scale, and returns the result without its decimal point.</summary>
    /// <param name="scale">The number of digits after the point.</param>
    /// <param name="isSame">Whether the result equals this number.</param>
    public BigInteger Floor(int scale, out bool isSame)
    {
        if (scale >= Scale)
        {
            isSame = true;
            return Unscaled * BigInteger.Pow(10, scale - Scale);
        }

        var (quotient, remainder) = BigInteger.DivRem(Unscaled, BigInteger.Pow(10, Scale - scale));
        isSame = remainder.IsZero;
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The nearest floating point number; an infinity if it is out of range.</summary>
    public double ToDouble() => double.Parse(ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The number with all its digits: <c>-12.50</c>.</summary>
    public override string ToString()
    {
        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        return $"{(Unscaled.Sign < 0 ? "-" : "")}{digits[..^Scale]}{(Scale == 0 ? "" : ".")}{digits[^Scale..]}";
    }

    private static ExactNumber Create(BigInteger unscaled, BigInteger scale)
    {
        if (unscaled.IsZero)
        {
            return default;
        }

        var digits = DigitsOf(unscaled);
        if (digits - scale > MaxExponent)
        {
            return new ExactNumber(unscaled.Sign * BigInteger.Pow(10, MaxExponent), 0);
        }

        if (scale > MaxExponent)
        {
            // Cut off the rest, and append a nonzero digit that stands for it.
            var cut = scale - MaxExponent > digits ? BigInteger.Zero : unscaled / BigInteger.Pow(10, (int)(scale - MaxExponent));
            return new ExactNumber((cut * 10) + unscaled.Sign, MaxExponent + 1);
        }

        if (scale < 0)
        {
            return new ExactNumber(unscaled * BigInteger.Pow(10, (int)-scale), 0);
        }

        var places = (int)scale;
        while (places > 0 && (unscaled % 10).IsZero)
        {
            unscaled /= 10;
            places--;
        }

        return new ExactNumber(unscaled, places);
    }

    private static int DigitsOf(BigInteger number) =>
        number.IsZero ? 0 : BigInteger.Abs(number).ToString(CultureInfo.InvariantCulture).Length;
}
