using System.Numerics;
using System.Text;
using Sluice.Validation.Types;

namespace Sluice.Validation.Formats;

/// <summary>
/// <c>duration</c>: <c>PnYnMnDTnHnMnS</c> (XML Schema, duration). The column holds the text, because no column type holds months besides
/// seconds with any number of decimals.
/// </summary>
internal sealed class DurationFormat : TextFormat
{
    private const int LongestText = 256;

    // A month has 28 to 31 days, so neither P1M nor P30D is longer. XML Schema compares durations from the start of these four months: a
    // duration that is longer from each of them is longer from every day.
    private static readonly (int Year, int Month)[] Starts = [(1696, 9), (1697, 2), (1903, 3), (1903, 7)];

    public override string Expected => "a duration (PnYnMnDTnHnMnS)";

    public override bool HasSpellings => true;

    public override bool Fits(ReadOnlySpan<byte> text) => TryRead(text, isValueWanted: false, out _);

    public override string Canonical(ReadOnlySpan<byte> text)
    {
        TryRead(text, isValueWanted: true, out var value);
        var seconds = NumberForm.Canonical(Encoding.ASCII.GetBytes($"{value.Seconds}e-{value.Decimals}"));
        return $"{value.Months}/{seconds}";
    }

    public override int? Compare(ReadOnlySpan<byte> text, ReadOnlySpan<byte> other)
    {
        TryRead(text, isValueWanted: true, out var one);
        TryRead(other, isValueWanted: true, out var two);
        int? order = null;
        foreach (var start in Starts)
        {
            var decimals = Math.Max(one.Decimals, two.Decimals);
            var sign = End(one, start, decimals).CompareTo(End(two, start, decimals));
            if (order is not null && sign != order)
            {
                return null;
            }

            order = sign;
        }

        return order;
    }

    public override string? Hint(ReadOnlySpan<byte> text)
    {
        var colon = text.IndexOf((byte)':');
        return colon > 0 ? "a time such as 12:30:00 is written PT12H30M" : base.Hint(text);
    }

    /// <summary>The instant at which a duration ends, in units of its decimals.</summary>
    private static BigInteger End(Value value, (int Year, int Month) start, int decimals)
    {
        var months = value.Months + (start.Year * 12) + start.Month - 1;
        var year = BigInteger.DivRem(months, 12, out var month);
        if (month < 0)
        {
            (year, month) = (year - 1, month + 12);
        }

        // The days up to the first of a month, in years that begin in March: then the leap day is the last day of a year.
        var shifted = month < 2 ? year - 1 : year;
        var days =
            (shifted * 365) + Floor(shifted, 4) - Floor(shifted, 100) + Floor(shifted, 400) + (((((int)month + 10) % 12 * 306) + 5) / 10);
        return (days * 86_400 * BigInteger.Pow(10, decimals)) + (value.Seconds * BigInteger.Pow(10, decimals - value.Decimals));
    }

    private static BigInteger Floor(BigInteger value, int divisor)
    {
        var quotient = BigInteger.DivRem(value, divisor, out var rest);
        return rest < 0 ? quotient - 1 : quotient;
    }

    // Most texts are only validated. Numbers of any size, which cost memory, are built only for comparisons.
    private static bool TryRead(ReadOnlySpan<byte> text, bool isValueWanted, out Value value)
    {
        value = default;
        var negative = text.Length > 0 && text[0] == '-';
        text = negative ? text[1..] : text;
        if (text.Length is < 3 or > LongestText || text[0] != 'P')
        {
            return false;
        }

        text = text[1..];
        BigInteger months = 0, seconds = 0;
        var places = 0;
        var inTime = false;
        var place = 0;
        while (text.Length > 0)
        {
            if (text[0] == 'T')
            {
                if (inTime || text.Length == 1)
                {
                    return false;
                }

                (inTime, place) = (true, 3);
                text = text[1..];
                continue;
            }

            if (!TryTake(ref text, out var whole, out var decimals, out var designator))
            {
                return false;
            }

            var found = (inTime ? "HMS"u8 : "YMD"u8).IndexOf(designator) + (inTime ? 3 : 0);
            if (found < place || (found < 3 && inTime) || (decimals.Length > 0 && designator != 'S'))
            {
                return false;
            }

            place = found + 1;
            if (!isValueWanted)
            {
                continue;
            }

            var number = Parse(whole);
            switch (found)
            {
                case 0:
                    months += number * 12;
                    break;
                case 1:
                    months += number;
                    break;
                case 5:
                    places = decimals.Length;
                    seconds = ((seconds + number) * BigInteger.Pow(10, places)) + (places > 0 ? Parse(decimals) : 0);
                    break;
                default:
                    seconds += number * (found == 2 ? 86_400 : found == 3 ? 3_600 : 60);
                    break;
            }
        }

        value = negative ? new(-months, -seconds, places) : new(months, seconds, places);
        return true;
    }

    // Reads a number, its decimals, and the letter after it.
    private static bool TryTake(
        ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> whole, out ReadOnlySpan<byte> decimals, out byte designator)
    {
        whole = default;
        decimals = default;
        designator = 0;
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (end <= 0)
        {
            return false;
        }

        whole = text[..end];
        if (text[end] == '.')
        {
            var rest = text[(end + 1)..];
            var length = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (length <= 0)
            {
                return false;
            }

            decimals = rest[..length];
            end += 1 + length;
        }

        designator = text[end];
        text = text[(end + 1)..];
        return true;
    }

    private static BigInteger Parse(ReadOnlySpan<byte> digits)
    {
        if (digits.Length > 18)
        {
            return BigInteger.Parse(Encoding.ASCII.GetString(digits), System.Globalization.CultureInfo.InvariantCulture);
        }

        return System.Buffers.Text.Utf8Parser.TryParse(digits, out long number, out _) ? number : 0;
    }

    /// <summary>The value of a duration: months, and seconds times ten to the power of the decimals.</summary>
    private readonly record struct Value(BigInteger Months, BigInteger Seconds, int Decimals);
}
