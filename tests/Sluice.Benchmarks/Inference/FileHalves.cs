namespace Sluice.Benchmarks.Inference;

/// <summary>A file cut into the first half of its rows and the second, each below its header.</summary>
/// <param name="First">The first half.</param>
/// <param name="Second">The second half.</param>
/// <param name="Rows">The number of rows of both.</param>
internal sealed record FileHalves(byte[] First, byte[] Second, int Rows)
{
    /// <summary>Cuts a file.</summary>
    /// <param name="bytes">Its bytes, in an encoding whose line breaks and quotes are those of ASCII.</param>
    /// <param name="before">The number of rows before the first row of data.</param>
    /// <param name="quote">The quote, within which a line break is text; 0 for none.</param>
    public static FileHalves Of(byte[] bytes, int before, byte quote)
    {
        var records = Split(bytes, quote);
        var count = Math.Max(0, records.Count - before);
        var half = before + (count / 2);
        byte[] head = [.. records.Take(before).SelectMany(r => r.ToArray())];
        return new(
            [.. head, .. records.Take(half).Skip(before).SelectMany(r => r.ToArray())],
            [.. head, .. records.Skip(half).SelectMany(r => r.ToArray())], count);
    }

    // A break is the end of a record if the quotes before it are closed.
    private static List<ArraySegment<byte>> Split(byte[] bytes, byte quote)
    {
        var isCr = bytes.AsSpan().IndexOf((byte)'\n') < 0;
        var records = new List<ArraySegment<byte>>();
        var (start, isOpen) = (0, false);
        for (var i = 0; i < bytes.Length; i++)
        {
            isOpen ^= quote != 0 && bytes[i] == quote;
            if (!isOpen && bytes[i] == (isCr ? '\r' : '\n'))
            {
                records.Add(new(bytes, start, i + 1 - start));
                start = i + 1;
            }
        }

        if (start < bytes.Length)
        {
            records.Add(new(bytes, start, bytes.Length - start));
        }

        return records;
    }

    /// <summary>Whether the bytes are in such an encoding, and not compressed.</summary>
    public static bool CanCut(byte[] bytes) =>
        bytes.AsSpan().IndexOf((byte)0) < 0 && bytes is not ([0x1F, 0x8B, ..] or [(byte)'P', (byte)'K', ..]);
}
