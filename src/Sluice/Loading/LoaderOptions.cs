using Sluice.IO;

namespace Sluice.Loading;

/// <summary>The settings of loading.</summary>
public sealed record LoaderOptions
{
    /// <summary>Rows of a commit: a load that is cut off resumes at the last one. Setting <c>Load__CommitRows</c>.</summary>
    public int CommitRows { get; init; } = 1_000_000;

    /// <summary>The settings of reading a file.</summary>
    public ReadOptions Read { get; init; } = new();

    /// <summary>Files that a sweep loads at a time. Setting <c>Load__Concurrency</c>.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>
    /// Failed loads of one version of a file after which the sweep leaves it alone. Setting <c>Load__Attempts</c>. The blob trigger
    /// uses up five of them within seconds.
    /// </summary>
    public int Attempts { get; init; } = 14;

    /// <summary>
    /// The pause after the first failed load of a version; each one after it is twice as long, up to <see cref="LongestPause"/>. Setting
    /// <c>Load__RetryPause</c>.
    /// </summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest pause between two attempts.</summary>
    public static TimeSpan LongestPause { get; } = TimeSpan.FromHours(12);

    /// <summary>When the sweep tries a version again whose loads have failed.</summary>
    /// <param name="attempt">How many have, from 1.</param>
    /// <param name="now">When the last one did.</param>
    /// <returns>The time, or <see langword="null"/> if it was the last attempt.</returns>
    public DateTimeOffset? NextTry(int attempt, DateTimeOffset now) =>
        attempt >= Attempts
            ? null
            : now + TimeSpan.FromTicks((long)Math.Min(RetryPause.Ticks * Math.Pow(2, attempt - 1), LongestPause.Ticks));
}
