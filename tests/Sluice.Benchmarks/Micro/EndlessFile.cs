using System.Text;

namespace Sluice.Benchmarks.Micro;

/// <summary>A file in memory: a header, and the same rows over and over again.</summary>
/// <param name="header">The header.</param>
/// <param name="rows">The rows.</param>
internal sealed class EndlessFile(string header, string rows) : Stream
{
    private const int Times = 1000;

    private readonly byte[] rest = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(rows, Times)));
    private byte[] current = Encoding.UTF8.GetBytes(header);
    private int at;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (at == current.Length)
        {
            (current, at) = (rest, 0);
        }

        var count = Math.Min(buffer.Length, current.Length - at);
        current.AsSpan(at, count).CopyTo(buffer);
        at += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer, offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
