using System.Diagnostics;

namespace Sluice.Local.Commands;

/// <summary>
/// Reports on the thread that has the news, so that nothing is reported after the end, and ten times a second at most: a progress bar keeps
/// all that it was told in the last half minute. What comes between is left out, the last news too.
/// </summary>
/// <param name="report">What to do with the news.</param>
internal sealed class Reporter<T>(Action<T> report) : IProgress<T>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private long last = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public void Report(T value)
    {
        var before = Interlocked.Read(ref last);
        if (Stopwatch.GetElapsedTime(before) >= Pause && Interlocked.CompareExchange(ref last, Stopwatch.GetTimestamp(), before) == before)
        {
            report(value);
        }
    }
}
