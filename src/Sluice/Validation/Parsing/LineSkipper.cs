using System.Buffers;
using System.IO.Hashing;

namespace Sluice.Validation.Parsing;

/// <summary>Takes one line of a file, whatever is in it: how reading goes on after a record whose end cannot be told.</summary>
internal sealed class LineSkipper(byte[]? terminator, int maxKept)
{
    // Most lines are short, and each that is skipped has a block of its own.
    private const int BlockSize = 16 * 1024;

    /// <summary>Takes the bytes up to a line break, of which at most so many are kept; the input is after the line break then.</summary>
    /// <param name="input">The file at the start of the line.</param>
    /// <param name="releases">Whether bytes that are gone through are given up, so that no line is too long for memory.</param>
    /// <param name="hash">The hash that they go into.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<SkippedLine> TakeAsync(LakeInput input, bool releases, XxHash128? hash, CancellationToken cancellationToken)
    {
        var kept = new ArrayBufferWriter<byte>();
        var start = input.Offset;
        var at = start;
        var block = new byte[BlockSize];
        var count = 0;
        while (true)
        {
            var read = await input.ReadAsync(block.AsMemory(count), cancellationToken);
            count += read;
            var (end, lineBreak) = Find(block.AsSpan(0, count), isLast: read == 0);
            var line = end < 0 ? count : end;
            var taken = end < 0 && read > 0 ? Math.Max(0, count - Overlap) : line;
            kept.Write(block.AsSpan(0, (int)Math.Min(taken, maxKept - Math.Min(at - start, maxKept))));
            at += taken;
            if (end >= 0 || read == 0)
            {
                input.Rewind(at + lineBreak);
                return new SkippedLine(kept.WrittenSpan.ToArray(), at - start, lineBreak);
            }

            block.AsSpan(taken, count - taken).CopyTo(block);
            count -= taken;
            if (releases)
            {
                input.Release(at, hash);
            }
        }
    }

    // A line break may be cut in two by the end of a block.
    private int Overlap => terminator is null ? 1 : terminator.Length - 1;

    private (int End, int LineBreak) Find(ReadOnlySpan<byte> block, bool isLast)
    {
        if (terminator is not null)
        {
            var found = block.IndexOf(terminator);
            return (found, found < 0 ? 0 : terminator.Length);
        }

        var end = block.IndexOfAny((byte)'\r', (byte)'\n');
        if (end < 0 || block[end] == '\n')
        {
            return (end, end < 0 ? 0 : 1);
        }

        // After a CR, whether a LF follows must be known before the next line can start; at the end of the file it may follow yet.
        return end + 1 < block.Length ? (end, block[end + 1] == '\n' ? 2 : 1) : isLast ? (end, 0) : (-1, 0);
    }
}
