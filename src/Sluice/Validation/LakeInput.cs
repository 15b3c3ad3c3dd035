using System.IO.Hashing;

namespace Sluice.Validation;

/// <summary>
/// A file's bytes from an offset on, on their way to the parser. The parser reads ahead of the records it returns, so bytes are kept
/// until they are released: lines are counted and the prefix is hashed up to a record, not up to a buffer.
/// </summary>
internal sealed class LakeInput : Stream
{
    private readonly Stream source;
    private byte[] pending = [];
    private int pendingCount;
    private long pendingStart;
    private long linesOffset;
    private long lines;
    private byte[] peeked = [];
    private int peekedStart;

    /// <summary>Creates an input of a stream that starts at an offset of the file, after a line break or at its start.</summary>
    /// <param name="source">The file from the offset on; disposed of with the input.</param>
    /// <param name="offset">The bytes before.</param>
    /// <param name="lines">The lines before.</param>
    public LakeInput(Stream source, long offset, long lines)
    {
        this.source = source;
        this.lines = lines;
        pendingStart = linesOffset = Offset = offset;
        EndsLine = offset > 0;
    }

    /// <summary>Where in the file the next byte read is.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether the last byte read ends a line. A CR does not: a LF may follow when the file grows.</summary>
    public bool EndsLine { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Offset;
        set => throw new NotSupportedException();
    }

    /// <summary>Looks at the first bytes without taking them; fewer than asked for only at the end of the file.</summary>
    public async Task<ReadOnlyMemory<byte>> PeekAsync(int count, CancellationToken cancellationToken)
    {
        peeked = new byte[count];
        var read = await source.ReadAtLeastAsync(peeked, count, throwOnEndOfStream: false, cancellationToken);
        peeked = peeked[..read];
        return peeked;
    }

    /// <summary>Puts a byte of no file before the first: it counts as one before <see cref="Offset"/>.</summary>
    public void Prepend(byte value)
    {
        peeked = [value, .. peeked];
        pendingStart = linesOffset = --Offset;
        lines--;
    }

    /// <summary>The lines before an offset that is after a line break; offsets only go up.</summary>
    public long LinesBefore(long offset)
    {
        var bytes = pending.AsSpan((int)(linesOffset - pendingStart), (int)(offset - linesOffset));
        linesOffset = offset;
        lines += bytes.Count((byte)'\n');
        if (bytes.Contains((byte)'\r'))
        {
            lines += bytes.Count((byte)'\r') - bytes.Count("\r\n"u8);
        }

        return lines;
    }

    /// <summary>Gives up the bytes before an offset, which go into a hash of all bytes before it.</summary>
    public void Release(long offset, XxHash128? hash)
    {
        LinesBefore(Math.Max(offset, linesOffset));
        var count = (int)(offset - pendingStart);
        hash?.Append(pending.AsSpan(0, count));
        pendingCount -= count;
        pending.AsSpan(count, pendingCount).CopyTo(pending);
        pendingStart = offset;
    }

    public override int Read(Span<byte> buffer)
    {
        var count = TakePeeked(buffer);
        count = count > 0 ? count : source.Read(buffer);
        Keep(buffer[..count]);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = TakePeeked(buffer.Span);
        count = count > 0 ? count : await source.ReadAsync(buffer, cancellationToken);
        Keep(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private int TakePeeked(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, peeked.Length - peekedStart);
        peeked.AsSpan(peekedStart, count).CopyTo(buffer);
        peekedStart += count;
        return count;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0)
        {
            return;
        }

        Offset += bytes.Length;
        EndsLine = bytes[^1] == '\n';
        if (pending.Length - pendingCount < bytes.Length)
        {
            Array.Resize(ref pending, Math.Max(pending.Length * 2, pendingCount + bytes.Length));
        }

        bytes.CopyTo(pending.AsSpan(pendingCount));
        pendingCount += bytes.Length;
    }
}
