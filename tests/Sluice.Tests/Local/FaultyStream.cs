namespace Sluice.Tests.Local;

/// <summary>A file on a drive that fails after so many bytes.</summary>
internal sealed class FaultyStream(int good) : MemoryStream(new byte[good])
{
    public override int Read(Span<byte> buffer) =>
        Position < Length ? base.Read(buffer) : throw new IOException("Input/output error : '/data/a.csv'");

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));
}
