namespace Sluice.Validation.Types;

/// <summary>
/// Checks the digit groups of a number, if it has any: groups of three digits, of three after groups of two (as in India), or of four (as
/// in China). Other groups are not accepted, because <c>12,50</c> and <c>52,520008</c> are probably fractions.
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

    /// <summary>Whether all groups are valid.</summary>
    public readonly bool AreComplete =>
        count == 0
        || (!startsWithZero && digits is 3 or 4 && first <= digits
            && (count == 1 || (most == digits && least == digits) || (digits == 3 && least >= 2 && most <= 3)));

    /// <summary>Adds a character before the decimal point: a digit, a sign, or the start of an exponent.</summary>
    public void Add(byte character)
    {
        if (character is < (byte)'0' or > (byte)'9')
        {
            // A sign comes before the digits. Digits after an exponent do not belong to groups.
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
    /// <returns>Whether another group may follow.</returns>
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
