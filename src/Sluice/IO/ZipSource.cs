using Sluice.Lake;

namespace Sluice.IO;

/// <summary>
/// A ZIP archive as a stream that can seek as far as reading its only file needs, over a stream that cannot. The directory of the archive
/// is at its end, which is held in memory. After <see cref="LeaveDirectory"/>, reading goes forward only, except within the first bytes of
/// what is read then: the header of a file is read more than once.
/// </summary>
internal sealed class ZipSource : Stream
{
    /// <summary>The most bytes at the end of an archive that are held. A directory of one file is smaller.</summary>
    public const int TailLength = 256 * 1024;

    private const int WindowLength = 256 * 1024;

    private readonly Stream forward;
    private readonly byte[] tail;
    private readonly MemoryStream window = new();
    private long read;
    private long windowStart = -1;
    private bool isDirectoryRead;

    /// <summary>Creates a stream.</summary>
    /// <param name="forward">The archive from its start; not disposed with this stream.</param>
    /// <param name="tail">Its last bytes.</param>
    /// <param name="length">Its length.</param>
    public ZipSource(Stream forward, byte[] tail, long length)
    {
        this.forward = forward;
        this.tail = tail;
        Length = length;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get; set; }

    /// <summary>Ends the reading of the directory: from now on, files are read.</summary>
    public void LeaveDirectory() => isDirectoryRead = true;

    /// <summary>Reads the rest of the archive, so that the stream below has been read from its start to its end.</summary>
    public async ValueTask ReadToEndAsync(CancellationToken cancellationToken)
    {
        var block = new byte[16 * 1024];
        while (await forward.ReadAsync(block, cancellationToken) > 0)
        {
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (TryReadHeld(buffer, out var count))
        {
            return count;
        }

        Span<byte> skipped = stackalloc byte[1024];
        while (read < Position && forward.Read(skipped[..(int)Math.Min(skipped.Length, Position - read)]) is > 0 and var passed)
        {
            Pass(skipped[..passed]);
        }

        windowStart = windowStart < 0 ? read : windowStart;
        count = forward.Read(buffer);
        Pass(buffer[..count]);
        Position = read;
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (TryReadHeld(buffer.Span, out var count))
        {
            return count;
        }

        if (read < Position)
        {
            var skipped = new byte[16 * 1024];
            while (read < Position
                && await forward.ReadAsync(skipped.AsMemory(0, (int)Math.Min(skipped.Length, Position - read)), cancellationToken)
                    is > 0 and var passed)
            {
                Pass(skipped.AsSpan(0, passed));
            }
        }

        windowStart = windowStart < 0 ? read : windowStart;
        count = await forward.ReadAsync(buffer, cancellationToken);
        Pass(buffer.Span[..count]);
        Position = read;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin)
    {
        var position = offset + (origin == SeekOrigin.Begin ? 0 : origin == SeekOrigin.Current ? Position : Length);
        Position = position >= 0 ? position : throw new InvalidDataException("The position is before the start.");
        return position;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool TryReadHeld(Span<byte> buffer, out int count)
    {
        var held = isDirectoryRead ? window.GetBuffer().AsSpan(0, (int)window.Length) : tail;
        var start = isDirectoryRead ? windowStart : Length - tail.Length;
        var at = Position - start;
        if (start >= 0 && at >= 0 && at < held.Length)
        {
            held = held[(int)at..];
            count = Math.Min(held.Length, buffer.Length);
            held[..count].CopyTo(buffer);
            Position += count;
            return true;
        }

        count = 0;
        return Position >= Length || (Position >= read && isDirectoryRead ? false
            : isDirectoryRead ? throw new InvalidDataException("The file in the ZIP archive is not where it should be.")
            : throw new FileRefusedException(
                "The ZIP archive is damaged, or has too many files in it; it must have exactly one, a CSV."));
    }

    private void Pass(ReadOnlySpan<byte> bytes)
    {
        if (windowStart >= 0 && windowStart + window.Length == read && window.Length < WindowLength)
        {
            window.Write(bytes);
        }

        read += bytes.Length;
    }
}
