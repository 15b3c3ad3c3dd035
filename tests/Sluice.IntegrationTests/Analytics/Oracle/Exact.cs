using System.Globalization;
using System.Numerics;

namespace Sluice.IntegrationTests.Analytics.Oracle;

/// <summary>A number with all its digits, however many: the result of arithmetic before a type rounds it.</summary>
internal readonly record struct Exact(BigInteger Unscaled, int Scale) : IComparable<Exact>
{
    public static Exact Of(object number) => number switch
    {
        Exact exact => exact,
        BigInteger whole => new Exact(whole, 0),
        _ => Parse(Convert.ToString(number, CultureInfo.InvariantCulture)!),
    };

    /// <summary>Reads a number, with or without a point and an exponent.</summary>
    public static Exact Parse(string text)
    {
        var parts = text.Split('e', 'E');
        var digits = parts[0].Split('.');
        var scale =
            (digits.Length == 2 ? digits[1].Length : 0) - (parts.Length == 2 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        var unscaled = BigInteger.Parse(string.Concat(digits), CultureInfo.InvariantCulture);
        return scale >= 0 ? new Exact(unscaled, scale) : new Exact(unscaled * BigInteger.Pow(10, -scale), 0);
    }

    public static Exact operator +(Exact a, Exact b) => Together(a, b, (x, y) => x + y);

    public static Exact operator -(Exact a, Exact b) => Together(a, b, (x, y) => x - y);

    public static Exact operator *(Exact a, Exact b) => new(a.Unscaled * b.Unscaled, a.Scale + b.Scale);

    public static Exact operator %(Exact a, Exact b) => Together(a, b, BigInteger.Remainder);

    public static Exact operator -(Exact a) => a with { Unscaled = -a.Unscaled };

    public bool IsZero => Unscaled.IsZero;

    /// <summary>The whole number at or below it.</summary>
    public Exact Floor()
    {
        var whole = BigInteger.DivRem(Unscaled, BigInteger.Pow(10, Scale), out var rest);
        return new Exact(rest.Sign < 0 ? whole - 1 : whole, 0);
    }

    /// <summary>The nearest whole number; halves go away from zero.</summary>
    public Exact Round() => Unscaled.Sign < 0 ? -(-this).Round() : (this + new Exact(5, 1)).Floor();

    /// <summary>Whether its absolute value is less than a power of ten.</summary>
    public bool IsBelow(int power) => BigInteger.Abs(Unscaled) < BigInteger.Pow(10, Math.Max(0, power + Scale));

    public double ToDouble() => double.Parse(ToString(), CultureInfo.InvariantCulture);

    public int CompareTo(Exact other)
    {
        var scale = Math.Max(Scale, other.Scale);
        return (Unscaled * BigInteger.Pow(10, scale - Scale)).CompareTo(other.Unscaled * BigInteger.Pow(10, scale - other.Scale));
    }

    public bool Equals(Exact other) => CompareTo(other) == 0;

    public override int GetHashCode() => ToDouble().GetHashCode();

    /// <summary>All its digits, as a request has them: <c>-12.50</c>.</summary>
    public string ToDigits()
    {
        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        return $"{(Unscaled.Sign < 0 ? "-" : "")}{digits[..^Scale]}{(Scale == 0 ? "" : ".")}{digits[^Scale..]}";
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Unscaled}e{-Scale}");

    private static Exact Together(Exact a, Exact b, Func<BigInteger, BigInteger, BigInteger> operation)
    {
        var scale = Math.Max(a.Scale, b.Scale);
        return new Exact(
            operation(a.Unscaled * BigInteger.Pow(10, scale - a.Scale), b.Unscaled * BigInteger.Pow(10, scale - b.Scale)), scale);
    }
}
