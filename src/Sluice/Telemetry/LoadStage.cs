using System.Diagnostics;

namespace Sluice.Telemetry;

/// <summary>
/// A stage of a load, which is at work now and then while other stages are. Safe for concurrent use; what is done side by side adds up.
/// </summary>
/// <param name="name">Its name in spans and metrics.</param>
internal sealed class LoadStage(string name)
{
    private long first;
    private long last;
    private long busy;

    /// <summary>Its name in spans and metrics.</summary>
    public string Name => name;

    /// <summary>Whether it has been at work at all.</summary>
    public bool HasWorked => last != 0;

    /// <summary>How long it has been at work.</summary>
    public TimeSpan Busy => Stopwatch.GetElapsedTime(0, busy);

    /// <summary>Counts the time until what it returns is disposed of as work.</summary>
    /// <param name="except">A stage for which this one waits meanwhile: the time of that is not counted.</param>
    public Measurement Measure(LoadStage? except = null)
    {
        var now = Stopwatch.GetTimestamp();
        Interlocked.CompareExchange(ref first, now, 0);
        return new Measurement(this, now, except);
    }

    /// <summary>Writes its span, from the first to the last time that it was at work, as a child of another that goes on.</summary>
    public void Write(Activity parent)
    {
        // The clock is read once more for the stopwatch's time, so it may be off by what lies between the two: never a span outside of
        // its parent.
        var end = Within(parent, DateTime.UtcNow - Stopwatch.GetElapsedTime(last));
        var start = Within(parent, end - Stopwatch.GetElapsedTime(first, last));
        using var span = LoadTraces.Source.StartActivity(
            ActivityKind.Internal, parent.Context, [new(TelemetryTags.Busy, Busy.TotalSeconds)], startTime: start, name: name);
        span?.SetEndTime(end);
    }

    private static DateTime Within(Activity parent, DateTime time) => time > parent.StartTimeUtc ? time : parent.StartTimeUtc;

    /// <summary>A time at work, which ends when this is disposed of. Costs no allocation.</summary>
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
