namespace Sluice.Text;

/// <summary>
/// Carries a byte that is not valid in the file's encoding through UTF-8, as three bytes that UTF-8 never contains. So validation finds the
/// value at fault and can name the original byte.
/// </summary>
internal static class InvalidByte
{
    /// <summary>The first of the three bytes.</summary>
    public const byte Mark = 0xFE;

    /// <summary>The length of the sequence, in bytes.</summary>
    public const int Length = 3;

    /// <summary>Writes the sequence for a byte.</summary>
    public static void Write(Span<byte> target, byte value)
    {
        target[0] = Mark;
        target[1] = (byte)(0xF0 | (value >> 4));
        target[2] = (byte)(0xF0 | (value & 15));
    }

    /// <summary>Reads the byte from a sequence at the start of a text, if there is one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out byte value)
    {
        value = 0;
        if (text.Length < Length || text[0] != Mark || (text[1] & 0xF0) != 0xF0 || (text[2] & 0xF0) != 0xF0)
        {
            return false;
        }

        value = (byte)(((text[1] & 15) << 4) | (text[2] & 15));
        return true;
    }
}
