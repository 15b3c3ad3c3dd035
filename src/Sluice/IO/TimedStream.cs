using Sluice.Telemetry;

namespace Sluice.IO;

/// <summary>Counts the time that a stream is waited for as work of a stage.</summary>
internal sealed class TimedStream(Stream source, LoadStage stage) : ForwardStream(source)
{
    public override int Read(Span<byte> buffer)
    {
        var begun = stage.Begin();
        try
        {
            return Source.Read(buffer);
        }
        finally
        {
            stage.Pause(begun);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var begun = stage.Begin();
        try
        {
            return await Source.ReadAsync(buffer, cancellationToken);
        }
        finally
        {
            stage.Pause(begun);
        }
    }
}
