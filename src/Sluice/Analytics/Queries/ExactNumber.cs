using System.Globalization;
using System.Numerics;

namespace Sluice.Analytics.Queries;

/// <summary>A decimal number of any length, exactly as its text has it.</summary>
/// <param name="Unscaled">The number without its decimal point.</param>
/// <param name="Scale">How many of its digits are after the point; not negative.</param>
public readonly record struct ExactNumber(BigInteger Unscaled, int Scale)
{
    // No column and no floating point number has a value between this one and the next, nor above it.
    private const int MaxExponent = 1000;

    /// <summary>How many digits there are before the point; none of a fraction.</summary>
    public int Whole => Math.Max(0, DigitsOf(Unscaled) - Scale);

    /// <summary>Reads a number: <c>-12.5</c>, <c>1e-3</c>. The zeros at its end are left out.</summary>
    /// <remarks>
    /// A number with more than 1,000 digits before the point becomes 1 with as many zeros, and of digits after the point those past 1,000
    /// become one: what is greater or less than a value of a column stays so.
    /// </remarks>
    /// <returns>Whether the text is one.</returns>
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

    /// <summary>Reads a number that is one for sure.</summary>
    public static ExactNumber Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var number) ? number : throw new FormatException("The text is no number.");

    /// <summary>The greatest number of so many digits after the point that is not above this one, without its point.</summary>
    /// <param name="scale">How many digits.</param>
    /// <param name="isSame">Whether it is this one.</param>
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

    /// <summary>The floating point number nearest to it; an infinity if it is beyond all of them.</summary>
    public double ToDouble() => double.Parse(ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>All its digits: <c>-12.50</c>.</summary>
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
            // Cut off, with a last digit that says that there was more.
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
