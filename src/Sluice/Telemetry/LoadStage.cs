using System.Diagnostics;

namespace Sluice.Telemetry;

/// <summary>
/// Measures a stage of a load. Stages work intermittently and in parallel. Safe for concurrent use; parallel work adds up.
/// </summary>
/// <param name="name">Its name in spans and metrics.</param>
internal sealed class LoadStage(string name)
{
    private long first;
    private long last;
    private long busy;

    /// <summary>Its name in spans and metrics.</summary>
    public string Name => name;

    /// <summary>Whether it has done any work.</summary>
    public bool HasWorked => last != 0;

    /// <summary>The time it has spent working.</summary>
    public TimeSpan Busy => Stopwatch.GetElapsedTime(0, busy);

    /// <summary>Counts the time until the returned scope is disposed as work.</summary>
    /// <param name="except">A stage that this one waits for meanwhile. Its time is not counted here.</param>
    public Measurement Measure(LoadStage? except = null)
    {
        var now = Stopwatch.GetTimestamp();
        Interlocked.CompareExchange(ref first, now, 0);
        return new Measurement(this, now, except);
    }

    /// <summary>Writes its span, from the start of its first to the end of its last work, as a child of a running span.</summary>
    public void Write(Activity parent)
    {
        // Converting stopwatch time to clock time is slightly inexact. The span must still lie within its parent.
        var end = Within(parent, DateTime.UtcNow - Stopwatch.GetElapsedTime(last));
        var start = Within(parent, end - Stopwatch.GetElapsedTime(first, last));
        using var span = LoadTraces.Source.StartActivity(
            ActivityKind.Internal, parent.Context, [new(TelemetryTags.Busy, Busy.TotalSeconds)], startTime: start, name: name);
        span?.SetEndTime(end);
    }

    private static DateTime Within(Activity parent, DateTime time) => time > parent.StartTimeUtc ? time : parent.StartTimeUtc;

    /// <summary>A scope of work, which ends when it is disposed. A struct, so that it does not allocate.</summary>
    internal readonly struct Measurement : IDisposable
    {
        private readonly LoadStage stage;
        private readonly LoadStage? except;
        private readonly long begun;
        private readonly long exceptBefore;

        public Measurement(LoadStage stage, long begun, LoadStage? except)
        {
            this.stage = stage;
            this.begun = begun;
            this.except = except;
            exceptBefore = except is null ? 0 : Volatile.Read(ref except.busy);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            var now = Stopwatch.GetTimestamp();
            Volatile.Write(ref stage.last, now);
            var waited = except is null ? 0 : Volatile.Read(ref except.busy) - exceptBefore;
            Interlocked.Add(ref stage.busy, now - begun - waited);
        }
    }
}
