using System.Text;
using System.Text.Unicode;

namespace Sluice.Validation.Content;

/// <summary>Counts the byte sequences beyond ASCII in a file: valid UTF-8, and invalid.</summary>
internal sealed class Utf8Scan
{
    private const int BlockSize = 256 * 1024;

    // The end of a block may split a character.
    private const int LongestRest = 3;

    private long even;
    private long odd;
    private long looked;

    /// <summary>The number of valid sequences, one character each.</summary>
    public long Valid { get; private set; }

    /// <summary>The number of invalid sequences.</summary>
    public long Invalid { get; private set; }

    /// <summary>
    /// The name of UTF-16, if the start of the file looks like it: in Western texts every other byte is 0, which UTF-8 never has.
    /// </summary>
    public string? Utf16Name =>
        even + odd < looked / 4 || even + odd == 0 ? null
        : odd > 9 * even ? "utf-16le"
        : even > 9 * odd ? "utf-16be"
        : null;

    /// <summary>Reads a file to its end, or until enough sequences are counted.</summary>
    public async Task ReadAsync(Stream stream, long enough, CancellationToken cancellationToken)
    {
        var block = new byte[BlockSize];
        var kept = 0;
        while (true)
        {
            var count = kept + await stream.ReadAsync(block.AsMemory(kept), cancellationToken);
            if (looked == 0)
            {
                CountZeros(block.AsSpan(0, count));
            }

            var isLast = count == kept;
            var consumed = Consume(block.AsSpan(0, count), isLast);
            if (isLast || Valid + Invalid >= enough)
            {
                return;
            }

            kept = count - consumed;
            block.AsSpan(consumed, kept).CopyTo(block);
        }
    }

    private void CountZeros(ReadOnlySpan<byte> start)
    {
        looked = start.Length;
        for (var i = 0; i < start.Length; i++)
        {
            var zero = start[i] == 0 ? 1 : 0;
            even += (i & 1) == 0 ? zero : 0;
            odd += (i & 1) == 1 ? zero : 0;
        }
    }

    /// <summary>Counts the sequences of a block.</summary>
    /// <returns>The number of bytes that were consumed. The rest is the start of a sequence that continues in the next block.</returns>
    private int Consume(ReadOnlySpan<byte> text, bool isLast)
    {
        var at = text.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
        if (at < 0)
        {
            return text.Length;
        }

        // The fast path: most blocks are valid up to a character split by their end.
        for (var rest = 0; rest <= Math.Min(LongestRest, text.Length - at); rest++)
        {
            if (Utf8.IsValid(text[at..^rest]))
            {
                Valid += LeadBytes(text[at..^rest]);
                at = text.Length - rest;
                break;
            }
        }

        while (at < text.Length)
        {
            if (text[at] < 0x80)
            {
                var next = text[at..].IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
                at = next < 0 ? text.Length : at + next;
                continue;
            }

            switch (Rune.DecodeFromUtf8(text[at..], out _, out var length))
            {
                case System.Buffers.OperationStatus.Done:
                    Valid++;
                    break;
                case System.Buffers.OperationStatus.NeedMoreData when !isLast:
                    return at;
                default:
                    Invalid++;
                    break;
            }

            at += length;
        }

        return at;
    }

    private static long LeadBytes(ReadOnlySpan<byte> text)
    {
        var count = 0L;
        foreach (var b in text)
        {
            count += b >= 0xC2 ? 1 : 0;
        }

        return count;
    }
}
