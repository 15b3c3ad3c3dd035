using System.Diagnostics;

namespace Sluice.Benchmarks.Comparing;

/// <summary>How long work takes.</summary>
internal static class Measured
{
    /// <summary>Milliseconds that work takes.</summary>
    public static async Task<double> MillisecondsAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
