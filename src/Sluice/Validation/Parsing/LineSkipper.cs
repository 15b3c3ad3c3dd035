using System.Buffers;
using System.IO.Hashing;

namespace Sluice.Validation.Parsing;

/// <summary>Reads one line of a file, whatever it contains. So reading can continue after a record whose end is unknown.</summary>
internal sealed class LineSkipper(byte[]? terminator, int maxKept)
{
    // Small, because most lines are short and each skipped line allocates a block.
    private const int BlockSize = 16 * 1024;

    /// <summary>Reads up to a line break and keeps at most <c>maxKept</c> bytes. Afterwards the input is after the line break.</summary>
    /// <param name="input">The file at the start of the line.</param>
    /// <param name="releases">Whether bytes are released while reading, so that a line of any length needs little memory.</param>
    /// <param name="hash">The hash that released bytes are added to.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
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

    // The end of a block may split a line break.
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

        // After a CR, the next line starts only once it is known whether an LF follows. At the end of the file it is not known: the file
        // may grow.
        return end + 1 < block.Length ? (end, block[end + 1] == '\n' ? 2 : 1) : isLast ? (end, 0) : (-1, 0);
    }
}
