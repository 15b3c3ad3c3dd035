namespace Sluice.Tests.Local;

/// <summary>A file on a drive that breaks: so many bytes are read, and then none can be.</summary>
internal sealed class FaultyStream(int good) : MemoryStream(new byte[good])
{
    public override int Read(Span<byte> buffer) =>
        Position < Length ? base.Read(buffer) : throw new IOException("Input/output error : '/data/a.csv'");

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));
}
