using System.Globalization;
using System.Numerics;
using System.Text;

namespace Sluice.Inference;

/// <summary>
/// The least and the greatest value of a column of numbers, dates or datetimes, as they are written. It is unknown, if values are too long
/// to be compared.
/// </summary>
/// <param name="candidates">The types that the column may have.</param>
internal sealed class ValueRange(Candidates candidates)
{
    private const ulong Numbers = Candidates.PlainInteger | Candidates.PlainNumber | Candidates.AnyDecimal | Candidates.Float;
    private const ulong Dates = Candidates.PlainDate | Candidates.PlainDatetime;

    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, FloatText.SafeDigits + 1).Select(n => Math.Pow(10, n))];

    private Bound least;
    private Bound greatest;
    private ulong kind;
    private bool isUnknown;

    /// <summary>Adds a value, which the candidates have just read.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="passing">The candidates that fit it; none for a text, which has no place in a range.</param>
    public void Add(ReadOnlySpan<byte> text, ulong passing)
    {
        if (isUnknown || passing == 0)
        {
            return;
        }

        var own = (passing & Numbers) != 0 ? Numbers : passing & (0 - passing) & Dates;
        isUnknown = own == 0 || (kind != 0 && kind != own);
        if (isUnknown)
        {
            return;
        }

        var order = own == Numbers ? OrderOf(text) : candidates.Narrowest(own)!.LastOrder;
        if (kind == 0 || order < least.Order)
        {
            least.Set(order, text);
        }

        if (kind == 0 || order > greatest.Order)
        {
            greatest.Set(order, text);
        }

        // Numbers with more digits than a floating point number can seem to be equal.
        isUnknown |= own == Numbers && (least.IsUnclear(order, text) || greatest.IsUnclear(order, text));
        kind = own;
    }

    /// <summary>The texts of the least and the greatest value, if they are values of a candidate and known.</summary>
    public (string Least, string Greatest)? Of(int candidate) =>
        !isUnknown && (kind & (1UL << candidate)) != 0 ? (least.ToString(), greatest.ToString()) : null;

    private long OrderOf(ReadOnlySpan<byte> text)
    {
        // NaN and infinity have no place, or none before others.
        if (!TryRead(text, out var number))
        {
            isUnknown |= !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) || !double.IsFinite(number);
        }

        // The bits of positive numbers ascend with them, and those of negative ones descend. 0 and -0 are equal.
        var bits = BitConverter.DoubleToInt64Bits(number);
        return bits >= 0 ? bits : -(bits & long.MaxValue);
    }

    /// <summary>Reads a number of few digits without an exponent. Both parts of the quotient are exact, so it is the nearest one.</summary>
    private static bool TryRead(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        if (text.Length > FloatText.SafeDigits)
        {
            return false;
        }

        var (digits, point) = (0L, -1);
        var start = text[0] == '-' ? 1 : 0;
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] is >= (byte)'0' and <= (byte)'9')
            {
                digits = (digits * 10) + text[i] - '0';
            }
            else if (text[i] == '.' && point < 0)
            {
                point = i;
            }
            else
            {
                return false;
            }
        }

        number = (start == 0 ? digits : -digits) / PowersOfTen[point < 0 ? 0 : text.Length - point - 1];
        return true;
    }

    private struct Bound
    {
        private byte[] text;
        private int length;

        public long Order { get; private set; }

        public void Set(long order, ReadOnlySpan<byte> value)
        {
            if (text is null || text.Length < value.Length)
            {
                text = new byte[Math.Max(16, (int)BitOperations.RoundUpToPowerOf2((uint)value.Length))];
            }

            value.CopyTo(text);
            (Order, length) = (order, value.Length);
        }

        public readonly bool IsUnclear(long order, ReadOnlySpan<byte> value) =>
            order == Order && Math.Max(length, value.Length) > FloatText.SafeDigits && !value.SequenceEqual(text.AsSpan(0, length));

        public override readonly string ToString() => Encoding.UTF8.GetString(text.AsSpan(0, length));
    }
}
