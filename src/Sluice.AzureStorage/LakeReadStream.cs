using System.Buffers;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Sluice.IO;
using Sluice.Lake;

namespace Sluice.AzureStorage;

/// <summary>
/// Reads one version of a blob from an offset to its end. Each chunk is a separate download with If-Match on the version's ETag, and
/// <see cref="ReadAhead"/> chunks are fetched ahead. So no connection stays open while the reader is busy, a broken connection costs one
/// chunk, and a change of the blob is detected at the next chunk. An append blob may grow meanwhile: its creation time is compared instead.
/// </summary>
internal sealed class LakeReadStream : AsyncReadStream
{
    /// <summary>How many downloads run ahead of the reader.</summary>
    public const int ReadAhead = 1;

    private readonly BlobBaseClient blob;
    private readonly FileVersion file;
    private readonly int chunkSize;
    private readonly CancellationTokenSource stop = new();
    private readonly Queue<Task<Chunk>> ahead = new();
    private Chunk current;
    private int position;
    private long next;
    private bool closed;

    public LakeReadStream(BlobBaseClient blob, FileVersion file, long offset, int chunkSize)
    {
        this.blob = blob;
        this.file = file;
        this.chunkSize = chunkSize;
        next = offset;
    }

    /// <summary>
    /// Checks that the version still exists: downloads the first chunk or, if there is nothing to read, gets the properties.
    /// </summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (next < file.Length)
        {
            await AdvanceAsync(cancellationToken);
            return;
        }

        try
        {
            BlobProperties properties = await blob.GetPropertiesAsync(Conditions(), cancellationToken);
            CheckSame(properties.CreatedOn);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 412)
        {
            throw new LakeFileChangedException(file.Path, e);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (position == current.Length && !await AdvanceAsync(cancellationToken))
        {
            return 0;
        }

        var count = Math.Min(buffer.Length, current.Length - position);
        current.Buffer.AsMemory(position, count).CopyTo(buffer);
        position += count;
        return count;
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

    private async Task CloseAsync()
    {
        if (closed)
        {
            return;
        }

        closed = true;
        await stop.CancelAsync();
        // Return a buffer only after its download has ended. Downloads that fail now do not matter.
        await Task.WhenAll(ahead).ContinueWith(
            static all => all.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        foreach (var download in ahead.Where(d => d.IsCompletedSuccessfully))
        {
            Return(await download);
        }

        ahead.Clear();
        Return(current);
        (current, position) = (default, 0);
        stop.Dispose();
    }

    private static void Return(Chunk chunk)
    {
        if (chunk.Buffer is { Length: > 0 } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private BlobRequestConditions? Conditions() => file.OnlyGrows ? null : new() { IfMatch = new ETag(file.ETag) };

    private void CheckSame(DateTimeOffset createdOn)
    {
        if (file.OnlyGrows && createdOn != file.CreatedOn)
        {
            throw new LakeFileChangedException(file.Path);
        }
    }

    // A cancelled wait loses nothing: the download stays at the head of the queue.
    private async ValueTask<bool> AdvanceAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        Schedule();
        if (ahead.Count == 0)
        {
            return false;
        }

        var chunk = await StorageError.TranslateAsync(() => ahead.Peek().WaitAsync(cancellationToken));
        _ = ahead.Dequeue();
        Return(current);
        (current, position) = (chunk, 0);
        Schedule();
        return true;
    }

    private void Schedule()
    {
        while (ahead.Count < ReadAhead && next < file.Length)
        {
            var length = (int)Math.Min(chunkSize, file.Length - next);
            ahead.Enqueue(DownloadAsync(next, length));
            next += length;
        }
    }

    private async Task<Chunk> DownloadAsync(long offset, int length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        var received = 0;
        try
        {
            while (received < length)
            {
                var before = received;
                try
                {
                    using BlobDownloadStreamingResult download = await blob.DownloadStreamingAsync(
                        new BlobDownloadOptions { Range = new HttpRange(offset + received, length - received), Conditions = Conditions() },
                        stop.Token);
                    CheckSame(download.Details.CreatedOn);
                    int read;
                    while ((read = await download.Content.ReadAsync(buffer.AsMemory(received, length - received), stop.Token)) > 0)
                    {
                        received += read;
                    }

                    if (received == before)
                    {
                        throw new EndOfStreamException($"A download of {file.Path} ended early.");
                    }
                }
                catch (Exception e) when (received > before && !IsChange(e) && e is not OperationCanceledException)
                {
                    // The client resumes a dropped connection a few times. After that, go on as long as each try brings bytes.
                }
            }

            return new Chunk(buffer, length);
        }
        catch (Exception e)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (e is not LakeFileChangedException && IsChange(e))
            {
                throw new LakeFileChangedException(file.Path, e);
            }

            throw;
        }
    }

    // The client wraps the exceptions of several tries in an AggregateException. It resumes a download only if the ETag is the same, which
    // says nothing about a blob that only grows.
    private bool IsChange(Exception e) =>
        e is LakeFileChangedException or RequestFailedException { Status: 404 or 416 }
        || (e is RequestFailedException { Status: 412 } && !file.OnlyGrows)
        || (e is AggregateException all && all.InnerExceptions.Any(IsChange));

    /// <summary>Bytes of the blob in a pooled buffer.</summary>
    private readonly record struct Chunk(byte[] Buffer, int Length);
}
