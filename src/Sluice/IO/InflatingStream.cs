using Sluice.Lake;

namespace Sluice.IO;

/// <summary>
/// Inflates a compressed file. Throws a <see cref="FileRefusedException"/> if the data is damaged, or if it inflates so much that it
/// must be a decompression bomb.
/// </summary>
internal sealed class InflatingStream : ForwardStream
{
    /// <summary>The inflated bytes before the ratio is checked: the start of a harmless file can be very uniform.</summary>
    private const long FreeBytes = 64L * 1024 * 1024;

    private readonly CountingStream counted;
    private readonly string format;
    private readonly long maxBytes;
    private readonly int maxRatio;
    private long written;

    /// <summary>Creates a stream.</summary>
    /// <param name="source">The compressed file; disposed with this stream.</param>
    /// <param name="format">The name of its format, for messages.</param>
    /// <param name="inflate">Creates a stream of the inflated bytes, which disposes the compressed one.</param>
    /// <param name="maxBytes">The greatest number of inflated bytes.</param>
    /// <param name="maxRatio">The greatest number of inflated bytes per compressed byte.</param>
    public InflatingStream(Stream source, string format, Func<Stream, Stream> inflate, long maxBytes, int maxRatio)
        : this(new CountingStream(source), format, inflate, maxBytes, maxRatio)
    {
    }

    private InflatingStream(CountingStream counted, string format, Func<Stream, Stream> inflate, long maxBytes, int maxRatio)
        : base(inflate(counted))
    {
        this.counted = counted;
        this.format = format;
        this.maxBytes = maxBytes;
        this.maxRatio = maxRatio;
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Check(Source.Read(buffer));
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged();
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Check(await Source.ReadAsync(buffer, cancellationToken));
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged();
        }
    }

    private static bool IsDamage(Exception e) => e is InvalidDataException or ZstdSharp.ZstdException or EndOfStreamException;

    private FileRefusedException Damaged() =>
        new($"The file's {format} data is damaged, or ends too early, after {counted.Count} bytes of it; no row of it is loaded.");

    private int Check(int count)
    {
        written += count;
        if (written > maxBytes)
        {
            throw new FileRefusedException($"The file inflates to more than {maxBytes} bytes (setting Load__MaxInflatedMegabytes).");
        }

        if (written > FreeBytes && written / maxRatio > counted.Count)
        {
            throw new FileRefusedException(
                $"{counted.Count} bytes of the file inflate to {written}, more than {maxRatio} times as many "
                + "(setting Load__MaxInflation).");
        }

        return count;
    }
}
