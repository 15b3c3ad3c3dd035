namespace Sluice.IntegrationTests.Faults;

/// <summary>A stream of the storage whose reads, writes and end may fail.</summary>
internal sealed class FaultyStream(Stream inner, FaultPoints points) : Stream
{
    private bool isClosed;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        points.IsCutShort()
            ? 0
            : await points.RunAsync("read", isStorage: true, () => inner.ReadAsync(buffer, cancellationToken).AsTask());

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await points.RunAsync("write", isStorage: true, async () =>
        {
            await inner.WriteAsync(buffer, cancellationToken);
            return true;
        });

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask DisposeAsync()
    {
        if (!isClosed)
        {
            isClosed = true;
            await (inner.CanWrite ? points.RunAsync("close", isStorage: true, CloseAsync) : CloseAsync());
        }

        await base.DisposeAsync();
    }

    private async Task<bool> CloseAsync()
    {
        await inner.DisposeAsync();
        return true;
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Files of the lake are read without blocking a thread.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Files of the lake are written without blocking a thread.");
}
