using System.Diagnostics.Metrics;

namespace Sluice.Telemetry;

/// <summary>
/// The metrics of loads and sweeps. As OpenTelemetry's conventions ask, names say what is measured, and units are separate.
/// </summary>
public static class LoadMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "Sluice";

    private static readonly Meter Meter = new(Name, SluiceVersion.Text);

    // Loads take from milliseconds to one hour, when the host ends them.
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600],
    };

    internal static Counter<long> Rows { get; } = Meter.CreateCounter<long>(
        "sluice.load.rows", "{row}", "Rows that passed and are committed.");

    internal static Counter<long> Rejects { get; } = Meter.CreateCounter<long>(
        "sluice.load.rejects", "{row}", "Rows that did not pass, and are committed as rejects.");

    internal static Counter<long> Read { get; } = Meter.CreateCounter<long>(
        "sluice.load.io", "By", "Bytes of files that committed rows and rejects came from.");

    internal static Histogram<double> Duration { get; } = Meter.CreateHistogram(
        "sluice.load.duration", "s", "How long loads took, one for each load that ended.", advice: Durations);

    internal static Histogram<double> StageDuration { get; } = Meter.CreateHistogram(
        "sluice.load.stage.duration", "s", "Time that loads spent in a stage. The stages of a load run in parallel.", advice: Durations);

    internal static Histogram<double> SweepDuration { get; } = Meter.CreateHistogram(
        "sluice.sweep.duration", "s", "How long sweeps took, one for each sweep that ended.", advice: Durations);

    internal static Gauge<long> Waiting { get; } = Meter.CreateGauge<long>(
        "sluice.file.waiting", "{file}", "Files whose newest version is not loaded, as of the last sweep.");

    internal static Gauge<double> OldestWaiting { get; } = Meter.CreateGauge<double>(
        "sluice.file.waiting.age", "s", "How long the oldest waiting file has been waiting since it was written; 0 if none waits.");

    internal static Gauge<long> Ignored { get; } = Meter.CreateGauge<long>(
        "sluice.file.ignored", "{file}", "Files in the containers of the lake that match no dataset, as of the last sweep.");

    internal static Counter<long> MissedEvent { get; } = Meter.CreateCounter<long>(
        "sluice.file.missed_event", "{file}", "Files that a sweep found minutes after they were written, and that no event had brought.");

    internal static Counter<long> Drift { get; } = Meter.CreateCounter<long>(
        "sluice.file.drift", "{file}", "Files whose columns differ from the schema of their dataset.");

    internal static Counter<long> GivenUp { get; } = Meter.CreateCounter<long>(
        "sluice.file.given_up", "{file}", "Files that the blob trigger gave up on before their load was recorded.");

    internal static Counter<long> DeadLetters { get; } = Meter.CreateCounter<long>(
        "sluice.event.dead_letters", "{event}", "Events of the lake that could not be delivered, and that a sweep has read back.");
}
