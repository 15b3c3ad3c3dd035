using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Sluice.IO;
using Sluice.Lake;

namespace Sluice.AzureStorage;

/// <summary>
/// Writes a blob in blocks. It has its new content once this stream is disposed of, and not before: a process that dies meanwhile leaves
/// what was there. The stream of the storage client would leave an empty blob. Exceptions of the client become
/// <see cref="LakeUnavailableException"/>; after one, nothing more is written.
/// </summary>
/// <param name="blob">The blob.</param>
/// <param name="headers">Its headers.</param>
/// <param name="blockSize">The bytes of a block. At most 50,000 blocks can be written.</param>
internal sealed class LakeWriteStream(BlockBlobClient blob, BlobHttpHeaders headers, int blockSize) : AsyncWriteStream
{
    // Blocks of another writer of the same blob have other names.
    private readonly Guid writer = Guid.NewGuid();
    private readonly MemoryStream block = new();
    private readonly List<string> blocks = [];
    private bool closed;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            var count = Math.Min(buffer.Length, blockSize - (int)block.Length);
            block.Write(buffer.Span[..count]);
            buffer = buffer[count..];
            if (block.Length == blockSize)
            {
                await StageAsync(cancellationToken);
            }
        }
    }

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

    private async Task StageAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        var name = Convert.ToBase64String([.. writer.ToByteArray(), .. BitConverter.GetBytes(blocks.Count)]);
        closed = true;
        await StorageError.TranslateAsync(() =>
        {
            block.Position = 0;
            return blob.StageBlockAsync(name, block, cancellationToken: cancellationToken);
        });
        closed = false;
        blocks.Add(name);
        block.SetLength(0);
    }

    private async Task CloseAsync()
    {
        if (closed)
        {
            return;
        }

        if (block.Length > 0)
        {
            await StageAsync(CancellationToken.None);
        }

        closed = true;
        await StorageError.TranslateAsync(
            () => blob.CommitBlockListAsync(blocks, new CommitBlockListOptions { HttpHeaders = headers }, CancellationToken.None));
        await block.DisposeAsync();
    }
}
