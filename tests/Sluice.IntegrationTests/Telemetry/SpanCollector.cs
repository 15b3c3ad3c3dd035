using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;

namespace Sluice.IntegrationTests.Telemetry;

/// <summary>Collects ended spans, from any thread.</summary>
internal sealed class SpanCollector : BaseProcessor<Activity>
{
    /// <summary>The spans, in the order of their ends.</summary>
    public ConcurrentQueue<Activity> Spans { get; } = [];

    /// <inheritdoc/>
    public override void OnEnd(Activity data) => Spans.Enqueue(data);
}
