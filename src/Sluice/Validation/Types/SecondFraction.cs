namespace Sluice.Validation.Types;

/// <summary>Fractions of a second with more digits than a column holds, such as nanoseconds.</summary>
internal static class SecondFraction
{
    /// <summary>Texts that are longer are no times, and are left as they are.</summary>
    public const int LongestText = 128;

    /// <summary>Cuts off the digits that are too many.</summary>
    /// <param name="text">The text of a time.</param>
    /// <param name="ticksPerUnit">The ticks of the column's smallest unit: 1 or 10.</param>
    /// <param name="scratch">Where a shorter text is written; as long as <see cref="LongestText"/>.</param>
    /// <returns>The text, or a shorter one.</returns>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text, int ticksPerUnit, Span<byte> scratch)
    {
        var most = ticksPerUnit == 1 ? 7 : 6;
        var start = text.LastIndexOf((byte)'.') + 1;
        var count = start == 0 ? 0 : text[start..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        count = count < 0 ? text.Length - start : count;
        if (count <= most || text.Length > LongestText)
        {
            return text;
        }

        text[..(start + most)].CopyTo(scratch);
        var rest = text[(start + count)..];
        rest.CopyTo(scratch[(start + most)..]);
        return scratch[..(start + most + rest.Length)];
    }
}
