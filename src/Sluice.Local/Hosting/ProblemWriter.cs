using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Json;
using Sluice.Hosting.Http.Results;

namespace Sluice.Local.Hosting;

/// <summary>
/// Adds problem details to the answers that Kestrel gives by itself, to requests that it cannot read (400, 408, 414, 431 and others). Such
/// an answer never reaches the middleware: it is a few headers without a body, and the last on its connection.
/// </summary>
internal sealed class ProblemWriter(PipeWriter inner) : PipeWriter
{
    private const int LongestBare = 512;
    private const string Start = "HTTP/1.1 ";

    // The bytes written since the last flush. An answer without a body fits.
    private readonly byte[] start = new byte[LongestBare];
    private int written;
    private bool isPassedOn;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    /// <inheritdoc/>
    public override long UnflushedBytes => inner.UnflushedBytes + written;

    /// <summary>Puts the writer between Kestrel and its connections.</summary>
    public static void UseOn(ListenOptions listen) => listen.Use(next => connection =>
    {
        connection.Transport = new DuplexPipe(connection.Transport.Input, new ProblemWriter(connection.Transport.Output));
        return next(connection);
    });

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (!isPassedOn && written == 0 && sizeHint <= LongestBare)
        {
            return start;
        }

        PassOn();
        return inner.GetMemory(sizeHint);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        if (isPassedOn)
        {
            inner.Advance(bytes);
        }
        else
        {
            written += bytes;
        }
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (!isPassedOn && StatusOfBare(start.AsSpan(0, written)) is { } status)
        {
            WriteProblem(status);
        }
        else
        {
            PassOn();
        }

        written = 0;
        isPassedOn = false;
        return inner.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        PassOn();
        inner.Complete(exception);
    }

    /// <summary>
    /// The status of an answer that is an error, has no body and is the last of its connection; else <see langword="null"/>.
    /// </summary>
    private static int? StatusOfBare(ReadOnlySpan<byte> answer)
    {
        if (answer.Length < Start.Length + 3 || answer[Start.Length] is not ((byte)'4' or (byte)'5') || !answer.StartsWith("HTTP/1.1 "u8)
            || !answer.EndsWith("\r\n\r\n"u8))
        {
            return null;
        }

        return answer.IndexOf("\r\nContent-Length: 0\r\n"u8) > 0 && answer.IndexOf("\r\nConnection: close\r\n"u8) > 0
            && int.TryParse(answer.Slice(Start.Length, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : null;
    }

    private void PassOn()
    {
        if (!isPassedOn)
        {
            inner.Write(start.AsSpan(0, written));
            written = 0;
            isPassedOn = true;
        }
    }

    private void WriteProblem(int status)
    {
        var answer = ProblemResult.Details(RequestException.OfStatus(status));
        var body = JsonSerializer.SerializeToUtf8Bytes((ProblemDetails)answer.Value, SluiceJson.Options);
        var head = Encoding.ASCII.GetString(start, 0, written).Replace(
            "\r\nContent-Length: 0\r\n",
            $"\r\nContent-Length: {body.Length}\r\nContent-Type: {answer.ContentType}\r\n"
                + "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n",
            StringComparison.Ordinal);
        inner.Write(Encoding.ASCII.GetBytes(head));
        inner.Write(body);
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
