using Sluice.Hosting.Http.Errors;

namespace Sluice.Hosting.Http.Results;

/// <summary>The body of an answer in a batch, which is held in memory until it ends.</summary>
internal sealed class BoundedStream : MemoryStream
{
    /// <summary>The most bytes.</summary>
    public const int Most = 16 * 1024 * 1024;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Check(buffer.Length);
        base.Write(buffer);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        Check(count);
        base.Write(buffer, offset, count);
    }

    private void Check(int count)
    {
        if (Position + count > Most)
        {
            throw RequestException.TooLarge(
                $"In a batch an answer can have {Most / 1024 / 1024} MB: ask for fewer rows, or for these rows outside of a batch.");
        }
    }
}
