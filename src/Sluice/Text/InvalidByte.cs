namespace Sluice.Text;

/// <summary>
/// A byte of a file that is not valid in the file's encoding, on its way through UTF-8: three bytes that UTF-8 never has, so that the
/// value it is in is found to be at fault, with the byte that was there.
/// </summary>
internal static class InvalidByte
{
    /// <summary>The first of the three bytes.</summary>
    public const byte Mark = 0xFE;

    /// <summary>How many bytes stand for one.</summary>
    public const int Length = 3;

    /// <summary>Writes what stands for a byte.</summary>
    public static void Write(Span<byte> target, byte value)
    {
        target[0] = Mark;
        target[1] = (byte)(0xF0 | (value >> 4));
        target[2] = (byte)(0xF0 | (value & 15));
    }

    /// <summary>The byte that the three at the start of a text stand for, if they do.</summary>
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
