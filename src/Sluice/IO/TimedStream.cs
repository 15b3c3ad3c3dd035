using Sluice.Telemetry;

namespace Sluice.IO;

/// <summary>Counts the time spent reading a stream as work of a stage.</summary>
internal sealed class TimedStream(Stream source, LoadStage stage) : ForwardStream(source)
{
    public override int Read(Span<byte> buffer)
    {
        using (stage.Measure())
        {
            return Source.Read(buffer);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using (stage.Measure())
        {
            return await Source.ReadAsync(buffer, cancellationToken);
        }
    }
}
