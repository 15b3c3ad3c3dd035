using Microsoft.AspNetCore.Http;
using Sluice.Analytics;

namespace Sluice.Hosting.Http.Results;

/// <summary>
/// The body of an answer with rows. It buffers the beginning, so most queries end before anything is sent and can still answer with a
/// problem. While a longer answer waits for its client, the query's timeout is paused; a client that stops reading is disconnected.
/// </summary>
/// <param name="response">The response.</param>
/// <param name="rows">The rows, whose timeout is paused while the client is slow.</param>
internal sealed class ResponseStream(HttpResponse response, AnalyticsRows rows) : Stream
{
    private readonly BufferedBytes held = new();
    private bool isSending;

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

    /// <summary>Sends what is still buffered. Call it after the last write.</summary>
    /// <exception cref="ReaderStalledException">The client stopped reading.</exception>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (!isSending)
        {
            response.ContentLength = held.Length;
            await SendHeldAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        isSending ? SendAsync(buffer, cancellationToken)
        : held.TryAdd(buffer.Span) ? ValueTask.CompletedTask
        : SendAllAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override void Flush()
    {
        // The stream decides by itself when to send.
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

    private async ValueTask SendAllAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        await SendHeldAsync(cancellationToken);
        await SendAsync(buffer, cancellationToken);
    }

    private async ValueTask SendHeldAsync(CancellationToken cancellationToken)
    {
        isSending = true;
        foreach (var segment in held.Segments)
        {
            await SendAsync(segment, cancellationToken);
        }

        held.Dispose();
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        var sending = response.Body.WriteAsync(buffer, cancellationToken);
        if (!sending.IsCompletedSuccessfully)
        {
            await rows.WaitForReaderAsync(sending.AsTask());
        }

        rows.CountTaken(buffer.Length);
    }
}
