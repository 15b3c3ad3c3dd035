namespace Sluice.Validation.Types;

/// <summary>
/// The digit groups of a number, as far as it has any: of three digits, of three after some of two (as in India), or of four (as in China).
/// Others are no groups: who writes <c>12,50</c> means a fraction, and so does <c>52,520008</c>.
/// </summary>
internal struct DigitGroups
{
    private int first;
    private int least;
    private int most;
    private int count;
    private int digits;
    private bool startsWithZero;
    private bool isEnded;

    /// <summary>Whether all groups are as they should be.</summary>
    public readonly bool AreComplete =>
        count == 0
        || (!startsWithZero && digits is 3 or 4 && first <= digits
            && (count == 1 || (most == digits && least == digits) || (digits == 3 && least >= 2 && most <= 3)));

    /// <summary>Takes a character of the number before its decimal point: a digit, a sign, or the start of an exponent.</summary>
    public void Add(byte character)
    {
        if (character is < (byte)'0' or > (byte)'9')
        {
            // A sign is before the digits, and what is after an exponent is none of them.
            isEnded |= character is (byte)'e' or (byte)'E';
            return;
        }

        if (!isEnded)
        {
            startsWithZero |= character == '0' && digits == 0 && count == 0;
            digits++;
        }
    }

    /// <summary>Ends a group.</summary>
    /// <returns>Whether there can be one more.</returns>
    public bool TrySeparate()
    {
        if (isEnded)
        {
            return false;
        }

        if (count == 0)
        {
            first = digits;
            (least, most) = (int.MaxValue, 0);
        }
        else
        {
            (least, most) = (Math.Min(least, digits), Math.Max(most, digits));
        }

        count++;
        digits = 0;
        return true;
    }
}
