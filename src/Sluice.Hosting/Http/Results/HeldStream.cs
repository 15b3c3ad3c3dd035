namespace Sluice.Hosting.Http.Results;

/// <summary>
/// Holds an answer until it is complete, so that it can be kept and get an entity tag. One that becomes too long is written to its target
/// instead, from its beginning.
/// </summary>
/// <param name="open">Opens the target.</param>
internal sealed class HeldStream(Func<Stream> open) : Stream
{
    private readonly BufferedBytes held = new();
    private Stream? target;

    /// <summary>The whole answer, or <see langword="null"/> if it was too long.</summary>
    public ReadOnlyMemory<byte>? Whole => target is null ? Copy() : null;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (target is null && held.TryAdd(buffer.Span))
        {
            return;
        }

        if (target is null)
        {
            target = open();
            foreach (var segment in held.Segments)
            {
                await target.WriteAsync(segment, cancellationToken);
            }

            held.Dispose();
        }

        await target.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override void Flush()
    {
        // Everything is held.
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        held.Dispose();
        base.Dispose(disposing);
    }

    private byte[] Copy()
    {
        var whole = new byte[held.Length];
        var length = 0;
        foreach (var segment in held.Segments)
        {
            segment.CopyTo(whole.AsMemory(length));
            length += segment.Length;
        }

        return whole;
    }
}
