using System.Buffers;
using System.IO.Hashing;
using Sluice.IO;

namespace Sluice.Validation.Parsing;

/// <summary>
/// A file's bytes from an offset on, on their way to the parser. The parser reads ahead of the records it returns, so bytes are kept
/// until they are released: lines are counted and the prefix is hashed up to a record, not up to a buffer, and the parser can be given
/// bytes again (<see cref="Rewind"/>) without opening the file again.
/// </summary>
internal sealed class LakeInput : ForwardStream
{
    private readonly byte[]? terminator;
    private readonly byte[]? lineMark;
    private readonly Func<ReadOnlySpan<byte>, long>? measure;
    private long measuredOffset;
    private long measuredBytes;

    // The bytes kept are from head on; those before it are given up, and moved over only where that costs no more than they did.
    private byte[] pending = [];
    private int head;
    private int pendingCount;
    private long pendingStart;
    private long linesOffset;
    private long lines;
    private bool lineBreakFirst;

    /// <summary>Creates an input of a stream that starts at an offset of the file, after a line break or at its start.</summary>
    /// <param name="source">The file from the offset on; disposed of with the input.</param>
    /// <param name="offset">The bytes before.</param>
    /// <param name="lines">The lines before.</param>
    /// <param name="terminator">
    /// What ends a line; <see langword="null"/> for CR LF, LF or CR. Where it is CR LF, lines are counted by their LF, as editors do: texts
    /// in quotes have it alone.
    /// </param>
    /// <param name="measure">How many bytes of the file a piece was made of; <see langword="null"/> if the bytes are the file's
    /// own.</param>
    /// <param name="skipped">The bytes of the file before the first, which are no part of the text (a byte order mark).</param>
    public LakeInput(
        Stream source, long offset, long lines, byte[]? terminator = null, Func<ReadOnlySpan<byte>, long>? measure = null, int skipped = 0)
        : base(source)
    {
        this.measure = measure;
        measuredBytes = skipped;
        this.lines = lines;
        this.terminator = terminator;
        lineMark = terminator is [(byte)'\r', (byte)'\n'] ? terminator[1..] : terminator;
        pendingStart = linesOffset = Offset = offset;
        EndsLine = offset > 0;
    }

    /// <summary>Where in the file the next byte read is.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether the last byte read ends a line. A CR does not: a LF may follow when the file grows.</summary>
    public bool EndsLine { get; private set; }

    /// <summary>The bytes that were given to a parser or moved so far, those given again counted again.</summary>
    public long Work { get; private set; }

    /// <summary>Looks at the next bytes without taking them; fewer than asked for only at the end of the file.</summary>
    public async Task<ReadOnlyMemory<byte>> PeekAsync(int count, CancellationToken cancellationToken)
    {
        var start = (int)(Offset - pendingStart);
        while (pendingCount - start < count)
        {
            MakeRoom(count);
            var read = await Source.ReadAsync(pending.AsMemory(head + pendingCount, count), cancellationToken);
            if (read == 0)
            {
                break;
            }

            pendingCount += read;
        }

        return pending.AsMemory(head + start, Math.Min(count, pendingCount - start));
    }

    /// <summary>Goes back to an offset that is not released: the bytes from there on are read again.</summary>
    public void Rewind(long offset)
    {
        Offset = offset;
        EndsLine = offset > 0;
        lineBreakFirst = false;
    }

    /// <summary>
    /// Gives the parser a line break that no file has before the next byte: it keeps it from taking data for a byte order mark.
    /// </summary>
    public void PutLineBreakFirst() => lineBreakFirst = true;

    /// <summary>The bytes that are kept, from an offset that is not released up to another.</summary>
    public ReadOnlySpan<byte> Kept(long from, long to) => pending.AsSpan(head + (int)(from - pendingStart), (int)(to - from));

    /// <summary>The lines before an offset that is after a line break; offsets only go up.</summary>
    public long LinesBefore(long offset)
    {
        var bytes = Kept(linesOffset, offset);
        linesOffset = offset;
        if (lineMark is not null)
        {
            lines += bytes.Count(lineMark);
            return lines;
        }

        lines += bytes.Count((byte)'\n');
        if (bytes.Contains((byte)'\r'))
        {
            lines += bytes.Count((byte)'\r') - bytes.Count("\r\n"u8);
        }

        return lines;
    }

    /// <summary>What an offset of the text, not released, is in the bytes of the file.</summary>
    public long FileOffset(long offset) => measure is null ? offset : measuredBytes + measure(Kept(measuredOffset, offset));

    /// <summary>Gives up the bytes before an offset, which go into a hash of all bytes before it.</summary>
    public void Release(long offset, XxHash128? hash)
    {
        LinesBefore(Math.Max(offset, linesOffset));
        if (measure is not null)
        {
            (measuredBytes, measuredOffset) = (FileOffset(offset), offset);
        }

        var count = (int)(offset - pendingStart);
        hash?.Append(pending.AsSpan(head, count));
        pendingCount -= count;
        head = pendingCount == 0 ? 0 : head + count;
        pendingStart = offset;
    }

    public override int Read(Span<byte> buffer)
    {
        if (TakeLineBreak(buffer))
        {
            return 1;
        }

        var count = TakeKept(buffer);
        if (count == 0)
        {
            count = Source.Read(buffer);
            Keep(buffer[..count]);
        }

        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (TakeLineBreak(buffer.Span))
        {
            return 1;
        }

        var count = TakeKept(buffer.Span);
        if (count == 0)
        {
            count = await Source.ReadAsync(buffer, cancellationToken);
            Keep(buffer.Span[..count]);
        }

        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        GiveBack([]);
        (head, pendingCount) = (0, 0);
    }

    private bool TakeLineBreak(Span<byte> buffer)
    {
        if (!lineBreakFirst || buffer.Length == 0)
        {
            return false;
        }

        lineBreakFirst = false;
        buffer[0] = (byte)'\n';
        return true;
    }

    private int TakeKept(Span<byte> buffer)
    {
        var start = (int)(Offset - pendingStart);
        var count = Math.Min(buffer.Length, pendingCount - start);
        pending.AsSpan(head + start, count).CopyTo(buffer);
        Advance(count);
        return count;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        MakeRoom(bytes.Length);
        bytes.CopyTo(pending.AsSpan(head + pendingCount));
        pendingCount += bytes.Length;
        Advance(bytes.Length);
    }

    private void MakeRoom(int count)
    {
        if (pending.Length - head - pendingCount >= count)
        {
            return;
        }

        Work += pendingCount;
        if (head >= pendingCount && pending.Length - pendingCount >= count)
        {
            pending.AsSpan(head, pendingCount).CopyTo(pending);
        }
        else
        {
            // Pooled: it grows to a megabyte or so, which is to be made once and not for each file.
            var larger = ArrayPool<byte>.Shared.Rent(
                (int)Math.Min(Array.MaxLength, Math.Max((pendingCount * 2L) + 1, (long)pendingCount + count)));
            pending.AsSpan(head, pendingCount).CopyTo(larger);
            GiveBack(larger);
        }

        head = 0;
    }

    private void GiveBack(byte[] next)
    {
        if (pending.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(pending);
        }

        pending = next;
    }

    private void Advance(int count)
    {
        if (count > 0)
        {
            Offset += count;
            Work += count;
            var read = pending.AsSpan(head, (int)(Offset - pendingStart));
            EndsLine = terminator is null ? read[^1] == '\n' : read.EndsWith(terminator);
        }
    }
}
