using Sluice.Lake;

namespace Sluice.AzureStorage;

/// <summary>
/// Writes a blob, which exists once this stream is disposed of. Exceptions of the storage client become
/// <see cref="LakeUnavailableException"/>.
/// </summary>
/// <param name="blob">The client's stream.</param>
internal sealed class LakeWriteStream(Stream blob) : Stream
{
    private bool closed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(StorageError.TranslateAsync(() => blob.WriteAsync(buffer, cancellationToken).AsTask()));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer, offset, count).GetAwaiter().GetResult();

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        StorageError.TranslateAsync(() => blob.FlushAsync(cancellationToken));

    public override void Flush() => FlushAsync().GetAwaiter().GetResult();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            CloseAsync().GetAwaiter().GetResult();
        }

        base.Dispose(disposing);
    }

    private async Task CloseAsync()
    {
        if (!closed)
        {
            closed = true;
            await StorageError.TranslateAsync(() => blob.DisposeAsync().AsTask());
        }
    }
}
