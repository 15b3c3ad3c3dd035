using Sluice.IO;

namespace Sluice.Loading;

/// <summary>The settings of loading.</summary>
public sealed record LoaderOptions
{
    /// <summary>The rows of a commit. A load that is interrupted resumes at its last commit. Setting <c>Load__CommitRows</c>.</summary>
    public int CommitRows { get; init; } = 1_000_000;

    /// <summary>The settings of reading a file.</summary>
    public ReadOptions Read { get; init; } = new();

    /// <summary>How many files a sweep loads in parallel. Setting <c>Load__Concurrency</c>.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>
    /// How many loads of all processes can work on the warehouse at a time; others wait. <see langword="null"/> for no limit. Setting
    /// <c>Load__WarehouseConcurrency</c>.
    /// </summary>
    public int? WarehouseConcurrency { get; init; }

    /// <summary>
    /// The number of failed loads of one version after which the sweep stops trying. Setting <c>Load__Attempts</c>. The blob trigger uses
    /// up five of them within seconds.
    /// </summary>
    public int Attempts { get; init; } = 14;

    /// <summary>
    /// The pause after the first failed load of a version. Each later pause is twice as long, up to <see cref="LongestPause"/>. Setting
    /// <c>Load__RetryPause</c>.
    /// </summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest pause between two attempts.</summary>
    public static TimeSpan LongestPause { get; } = TimeSpan.FromHours(12);

    /// <summary>When the sweep tries a version again after a failed load.</summary>
    /// <param name="attempt">The number of the failed attempt, from 1.</param>
    /// <param name="now">When it failed.</param>
    /// <returns>The time, or <see langword="null"/> if it was the last attempt.</returns>
    public DateTimeOffset? NextTry(int attempt, DateTimeOffset now) =>
        attempt >= Attempts
            ? null
            : now + TimeSpan.FromTicks((long)Math.Min(RetryPause.Ticks * Math.Pow(2, attempt - 1), LongestPause.Ticks));
}
