using System.Buffers;

namespace Sluice.Hosting.Http.Results;

/// <summary>
/// The beginning of an answer that is not sent yet. An answer that fits in it has ended its query before it is sent, and an error until
/// then can still become the status.
/// </summary>
internal sealed class BufferedBytes : IDisposable
{
    /// <summary>The limit of one answer in bytes: several pages of the usual size.</summary>
    internal const int Most = 4 * 1024 * 1024;

    private const int SegmentSize = 64 * 1024;

    // The limit of all answers together: many may wait for their clients at the same time.
    private const long MostOfAll = 64 * 1024 * 1024;

    private static long ofAll;

    private readonly List<byte[]> segments = [];
    private int inLast = SegmentSize;

    /// <summary>The number of bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes, in parts.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Segments =>
        segments.Select((s, i) => (ReadOnlyMemory<byte>)s.AsMemory(0, i == segments.Count - 1 ? inLast : SegmentSize));

    /// <summary>Adds bytes if there is room for all of them; else adds nothing and returns <see langword="false"/>.</summary>
    public bool TryAdd(ReadOnlySpan<byte> bytes)
    {
        var needed = (bytes.Length - (SegmentSize - inLast) + SegmentSize - 1) / SegmentSize;
        if (Length + bytes.Length > Most || (needed > 0 && !TryReserve(needed)))
        {
            return false;
        }

        Length += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (inLast == SegmentSize)
            {
                segments.Add(ArrayPool<byte>.Shared.Rent(SegmentSize));
                inLast = 0;
            }

            var part = bytes[..Math.Min(bytes.Length, SegmentSize - inLast)];
            part.CopyTo(segments[^1].AsSpan(inLast));
            inLast += part.Length;
            bytes = bytes[part.Length..];
        }

        return true;
    }

    /// <summary>Returns the buffers to the pool.</summary>
    public void Dispose()
    {
        Interlocked.Add(ref ofAll, -(long)segments.Count * SegmentSize);
        segments.ForEach(s => ArrayPool<byte>.Shared.Return(s));
        segments.Clear();
        (inLast, Length) = (SegmentSize, 0);
    }

    private static bool TryReserve(int count)
    {
        if (Interlocked.Add(ref ofAll, (long)count * SegmentSize) <= MostOfAll)
        {
            return true;
        }

        Interlocked.Add(ref ofAll, -(long)count * SegmentSize);
        return false;
    }
}
