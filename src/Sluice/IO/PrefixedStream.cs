namespace Sluice.IO;

/// <summary>Puts bytes that were already read back in front of a stream.</summary>
/// <param name="prefix">Those bytes.</param>
/// <param name="rest">The stream after them; disposed with this one.</param>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ForwardStream(rest)
{
    private ReadOnlyMemory<byte> prefix = prefix;

    public override int Read(Span<byte> buffer) => ReadPrefix(buffer) is > 0 and var count ? count : Source.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ReadPrefix(buffer.Span) is > 0 and var count ? ValueTask.FromResult(count) : Source.ReadAsync(buffer, cancellationToken);

    private int ReadPrefix(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, prefix.Length);
        prefix.Span[..count].CopyTo(buffer);
        prefix = prefix[count..];
        return count;
    }
}
