namespace Sluice.Text;

/// <summary>Counts characters.</summary>
internal static class TextLength
{
    /// <summary>The characters (code points) of valid UTF-8: every byte that is not a continuation byte.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var b in text)
        {
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }
}
