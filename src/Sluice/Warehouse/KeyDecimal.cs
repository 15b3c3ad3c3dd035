using Sluice.Lake.Schema;

namespace Sluice.Warehouse;

/// <summary>Decimals of columns as <see cref="decimal"/>, which holds fewer digits. No digit is lost.</summary>
internal static class KeyDecimal
{
    private const int MostDigits = 28;

    private static readonly UInt128 Greatest = (UInt128)decimal.MaxValue;

    /// <summary>The value of digits of which some are after the point.</summary>
    /// <param name="digits">The digits.</param>
    /// <param name="scale">How many of them are after the point.</param>
    /// <exception cref="InvalidOperationException">The value has more digits than a <see cref="decimal"/> holds.</exception>
    public static decimal From(Int128 digits, int scale)
    {
        while (scale > 0 && digits % 10 == 0)
        {
            digits /= 10;
            scale--;
        }

        var magnitude = (UInt128)Int128.Abs(digits);
        if (scale > MostDigits || magnitude > Greatest)
        {
            throw new InvalidOperationException($"A key has a number with more than {MostDigits} digits. Such keys cannot be erased.");
        }

        var whole = (decimal)magnitude;
        var bits = decimal.GetBits(whole);
        return new decimal(bits[0], bits[1], bits[2], isNegative: digits < 0, (byte)scale);
    }

    /// <summary>Whether a column can have a value.</summary>
    public static bool Fits(decimal value, ColumnType type)
    {
        var whole = type.Precision - type.Scale;
        return decimal.Round(value, Math.Min((int)type.Scale, MostDigits)) == value
            && (whole > MostDigits || Math.Abs(decimal.Truncate(value)) < Power(whole));
    }

    private static decimal Power(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
