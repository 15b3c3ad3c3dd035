namespace Sluice.IO;

/// <summary>Counts the bytes that are read from a stream.</summary>
internal sealed class CountingStream(Stream source) : ForwardStream(source)
{
    /// <summary>The number of bytes read so far.</summary>
    public long Count { get; private set; }

    public override int Read(Span<byte> buffer) => Add(Source.Read(buffer));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Add(await Source.ReadAsync(buffer, cancellationToken));

    private int Add(int count)
    {
        Count += count;
        return count;
    }
}
