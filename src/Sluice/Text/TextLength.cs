namespace Sluice.Text;

/// <summary>How many characters a text has.</summary>
internal static class TextLength
{
    /// <summary>Characters (code points) of valid UTF-8: the bytes that do not continue one.</summary>
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
