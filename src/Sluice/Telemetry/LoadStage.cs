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

    /// <summary>Begins to count time as work.</summary>
    /// <returns>What <see cref="Pause"/> wants to know.</returns>
    public long Begin()
    {
        var now = Stopwatch.GetTimestamp();
        Interlocked.CompareExchange(ref first, now, 0);
        return now;
    }

    /// <summary>Counts the time since <see cref="Begin"/> as work.</summary>
    /// <param name="begun">What it returned.</param>
    /// <param name="other">How long another stage was at work in that time, for which this one waited.</param>
    public void Pause(long begun, TimeSpan other = default)
    {
        var now = Stopwatch.GetTimestamp();
        Volatile.Write(ref last, now);
        Interlocked.Add(ref busy, now - begun - (long)(other.TotalSeconds * Stopwatch.Frequency));
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
}
