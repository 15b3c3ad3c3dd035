using Sluice.Lake.Schema;
using Sluice.Validation.Types;

namespace Sluice.Inference;

/// <summary>Counts the digits of a column's numbers, to find the decimal that holds all of them.</summary>
internal struct DigitCount
{
    private const byte Most = 38;
    private const int DefaultPlaces = 10;
    private const int MostPlaces = 30;
    private const int LeastWhole = 8;

    private long whole;
    private long places;
    private bool hasOthers;

    /// <summary>Whether all numbers are whole, and written without a point or exponent.</summary>
    public readonly bool AreWhole => !hasOthers;

    /// <summary>The greatest number of places after the point.</summary>
    public readonly long Places => places;

    /// <summary>
    /// The decimal that holds them, or <see langword="null"/> if none does. It has room for more places, unless the digits before the point
    /// need it.
    /// </summary>
    public readonly ColumnType? Decimal => whole + places > Most ? null : new(ColumnKind.Decimal, Most, (byte)Math.Max(places, Room));

    private readonly long Room => places > DefaultPlaces ? Math.Min(MostPlaces, Most - Math.Max(whole, LeastWhole)) : 0;

    /// <summary>Whether a decimal of some scale holds a number.</summary>
    public static bool Fits(ReadOnlySpan<byte> text)
    {
        var (whole, places) = NumberForm.CountDigits(text);
        return whole + places <= Most && !NumberForm.IsSpecial(text);
    }

    /// <summary>Adds a number.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        var digits = text.TrimStart((byte)'-');
        var end = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (end < 0)
        {
            whole = Math.Max(whole, digits is [(byte)'0'] ? 0 : digits.Length);
            return;
        }

        // The fast path: most numbers have no more digits than those before, which their lengths show.
        hasOthers = true;
        if (digits[end] == '.' && end <= whole && digits.Length - end - 1 <= places && digits.IndexOfAny("eE"u8) < 0)
        {
            return;
        }

        var (wholeHere, placesHere) = NumberForm.CountDigits(text);
        whole = Math.Max(whole, wholeHere);
        places = Math.Max(places, placesHere);
    }
}
