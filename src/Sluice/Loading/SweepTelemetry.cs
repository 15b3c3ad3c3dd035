using System.Diagnostics;
using Sluice.Telemetry;

namespace Sluice.Loading;

/// <summary>The trace and metrics of one sweep. A sweep that is disposed without a result has failed.</summary>
internal sealed class SweepTelemetry : IDisposable
{
    private readonly Activity? caller = Activity.Current;
    private readonly Activity? trace = LoadTraces.StartTrace("sweep");
    private readonly long started = Stopwatch.GetTimestamp();
    private SweepResult? result;

    /// <summary>Sets the result.</summary>
    public void End(SweepResult ended) => result = ended;

    /// <summary>Ends the trace and records the metrics.</summary>
    public void Dispose()
    {
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (result is null)
        {
            LoadMetrics.SweepDuration.Record(seconds, new KeyValuePair<string, object?>(TelemetryTags.ErrorType, TelemetryTags.OtherError));
            trace?.SetTag(TelemetryTags.ErrorType, TelemetryTags.OtherError).SetStatus(ActivityStatusCode.Error);
        }
        else
        {
            LoadMetrics.SweepDuration.Record(seconds);
            trace?.SetTag("sluice.sweep.files", result.Files)
                .SetTag("sluice.sweep.loaded", result.Loaded)
                .SetTag("sluice.sweep.refused", result.Refused)
                .SetTag("sluice.sweep.failed", result.Failed)
                .SetTag("sluice.sweep.waiting", result.Waiting)
                .SetTag("sluice.sweep.removed", result.Removed);
        }

        if (trace is not null)
        {
            trace.Dispose();
            Activity.Current = caller;
        }
    }
}
