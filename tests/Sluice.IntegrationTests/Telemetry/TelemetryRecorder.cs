using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Sluice.Telemetry;

namespace Sluice.IntegrationTests.Telemetry;

/// <summary>
/// Collects the telemetry of loads in memory, as an application with exporters does. Other tests load at the same time, so ask for
/// one dataset.
/// </summary>
internal sealed class TelemetryRecorder : IDisposable
{
    private readonly SpanCollector collector = new();
    private readonly List<MetricSnapshot> metrics = [];
    private readonly List<LogRecord> logs = [];
    private readonly TracerProvider tracing;
    private readonly MeterProvider metering;

    public TelemetryRecorder()
    {
        tracing = Sdk.CreateTracerProviderBuilder().AddSource(LoadTraces.Name, Trigger.Name).AddProcessor(collector).Build();
        metering = Sdk.CreateMeterProviderBuilder().AddMeter(LoadMetrics.Name).AddInMemoryExporter(metrics).Build();
        Loggers = LoggerFactory.Create(l => l.AddOpenTelemetry(o =>
        {
            o.IncludeFormattedMessage = true;
            o.AddInMemoryExporter(logs);
        }));
    }

    /// <summary>The source of a foreign span, such as one of the Functions worker.</summary>
    public ActivitySource Trigger { get; } = new($"trigger {Guid.NewGuid():N}");

    /// <summary>Creates loggers whose entries it collects.</summary>
    public ILoggerFactory Loggers { get; }

    /// <summary>The entries of the logs: message, attributes and exception.</summary>
    public IEnumerable<string> Logs =>
        logs.Select(l => $"{l.FormattedMessage} {string.Join(" ", l.Attributes!.Select(a => $"{a.Key}={a.Value}"))} {l.Exception}");

    /// <summary>The traces of the loads of a dataset, in the order of their ends.</summary>
    public IReadOnlyList<Activity> Traces(string dataset) => [.. collector.Spans.Where(s => s.DisplayName == $"load {dataset}")];

    /// <summary>The parts of a trace.</summary>
    public IReadOnlyList<Activity> Parts(Activity trace) => [.. collector.Spans.Where(s => s.TraceId == trace.TraceId && s != trace)];

    /// <summary>The points of all metrics of a dataset. Their tags leave out the dataset.</summary>
    public IReadOnlyList<MetricReading> Metrics(string dataset)
    {
        metrics.Clear();
        metering.ForceFlush();
        return [.. metrics.SelectMany(m => m.MetricPoints.Select(p => MetricReading.Of(m, p)))
            .Where(r => r.Tags.Remove("sluice.dataset.name", out var name) && name == dataset)];
    }

    public void Dispose()
    {
        Loggers.Dispose();
        Trigger.Dispose();
        tracing.Dispose();
        metering.Dispose();
    }
}
