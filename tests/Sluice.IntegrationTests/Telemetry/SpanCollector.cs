using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;

namespace Sluice.IntegrationTests.Telemetry;

/// <summary>Keeps the spans that have ended, from whatever thread.</summary>
internal sealed class SpanCollector : BaseProcessor<Activity>
{
    /// <summary>The spans, in the order in which they ended.</summary>
    public ConcurrentQueue<Activity> Spans { get; } = [];

    /// <inheritdoc/>
    public override void OnEnd(Activity data) => Spans.Enqueue(data);
}
