using System.Buffers;
using System.IO.Hashing;
using Sluice.IO;

namespace Sluice.Validation.Parsing;

/// <summary>
/// The parser's input: the bytes of a file from an offset on. The parser reads ahead of the records that it returns, so bytes are kept
/// until they are released. So lines are counted and the prefix is hashed up to a record, not up to a buffer, and another parser can read
/// bytes again (<see cref="Rewind"/>) without reopening the file.
/// </summary>
internal sealed class LakeInput : ForwardStream
{
    private readonly byte[]? terminator;
    private readonly byte[]? lineMark;
    private readonly Func<ReadOnlySpan<byte>, long>? measure;
    private long measuredOffset;
    private long measuredBytes;

    // The kept bytes start at head; those before it are released. The kept bytes move over them only if they are no more, so moving costs
    // no more than reading did.
    private byte[] pending = [];
    private int head;
    private int pendingCount;
    private long pendingStart;
    private long linesOffset;
    private long lines;
    private bool lineBreakFirst;

    /// <summary>Creates an input from a stream that starts at an offset of the file: its start, or after a line break.</summary>
    /// <param name="source">The file from the offset on; disposed with the input.</param>
    /// <param name="offset">The number of bytes before.</param>
    /// <param name="lines">The number of lines before.</param>
    /// <param name="terminator">What ends a line; <see langword="null"/> for CR LF, LF or CR. For CR LF, lines are counted by LF, as
    /// editors do, because quoted texts may have LF alone.</param>
    /// <param name="measure">Returns how many bytes of the file a piece of text came from; <see langword="null"/> if the bytes are the
    /// file's own.</param>
    /// <param name="skipped">The bytes of the file before the text (a byte order mark).</param>
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

    /// <summary>The offset of the next byte to read.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether the last byte read ends a line. A CR does not: when the file grows, an LF may follow.</summary>
    public bool EndsLine { get; private set; }

    /// <summary>The bytes that were read by a parser or moved so far, each time counted.</summary>
    public long Work { get; private set; }

    /// <summary>Returns the next bytes without consuming them; fewer than requested only at the end of the file.</summary>
    public async Task<ReadOnlyMemory<byte>> PeekAsync(int count, CancellationToken cancellationToken)
    {
        var start = (int)(Offset - pendingStart);
        while (pendingCount - start < count)
        {
            EnsureCapacity(count);
            var read = await Source.ReadAsync(pending.AsMemory(head + pendingCount, count), cancellationToken);
            if (read == 0)
            {
                break;
            }

            pendingCount += read;
        }

        return pending.AsMemory(head + start, Math.Min(count, pendingCount - start));
    }

    /// <summary>Goes back to an offset that is not released. The bytes from there on are read again.</summary>
    public void Rewind(long offset)
    {
        Offset = offset;
        EndsLine = offset > 0;
        lineBreakFirst = false;
    }

    /// <summary>
    /// Inserts a line break, which is not in the file, before the next byte. It keeps the parser from reading data as a byte order mark.
    /// </summary>
    public void PutLineBreakFirst() => lineBreakFirst = true;

    /// <summary>The kept bytes between two offsets that are not released.</summary>
    public ReadOnlySpan<byte> Kept(long from, long to) => pending.AsSpan(head + (int)(from - pendingStart), (int)(to - from));

    /// <summary>The number of lines before an offset, which must be after a line break. Offsets must ascend from call to call.</summary>
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

    /// <summary>Converts an offset of the text, which is not released, to one of the file.</summary>
    public long FileOffset(long offset) => measure is null ? offset : measuredBytes + measure(Kept(measuredOffset, offset));

    /// <summary>Releases the bytes before an offset, after adding them to a hash of all bytes before it.</summary>
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
        ReplaceBuffer([]);
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
        EnsureCapacity(bytes.Length);
        bytes.CopyTo(pending.AsSpan(head + pendingCount));
        pendingCount += bytes.Length;
        Advance(bytes.Length);
    }

    private void EnsureCapacity(int count)
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
            // Pooled, because it grows to about a megabyte, which should not be allocated for each file.
            var larger = ArrayPool<byte>.Shared.Rent(
                (int)Math.Min(Array.MaxLength, Math.Max((pendingCount * 2L) + 1, (long)pendingCount + count)));
            pending.AsSpan(head, pendingCount).CopyTo(larger);
            ReplaceBuffer(larger);
        }

        head = 0;
    }

    private void ReplaceBuffer(byte[] next)
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
