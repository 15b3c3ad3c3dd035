namespace Sluice.Local.Watching;

/// <summary>
/// Which written files are to be loaded now. A file is due when nothing was written to it for a moment, and at the latest a second after
/// the first write. It is loaded once at a time, and rests after a load as long as that took: then a large file that is being copied keeps
/// no more than half of a processor busy. Not safe for concurrent use.
/// </summary>
/// <param name="most">How many files can be loaded at a time.</param>
internal sealed class DueFiles(int most)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (DateTimeOffset First, DateTimeOffset Due)> waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> resting = new(StringComparer.Ordinal);
    private readonly HashSet<string> running = new(StringComparer.Ordinal);

    /// <summary>When the next file is due, or <see langword="null"/> if none is before a load ends.</summary>
    public DateTimeOffset? Next => running.Count >= most ? null
        : waiting.Where(w => !running.Contains(w.Key)).Select(w => (DateTimeOffset?)w.Value.Due).Min();

    /// <summary>Adds a file that was written.</summary>
    public void Add(string path, DateTimeOffset now)
    {
        var first = waiting.TryGetValue(path, out var known) && known.First < now ? known.First : now;
        var due = now + Quiet < first + Longest ? now + Quiet : first + Longest;
        waiting[path] = (first, resting.TryGetValue(path, out var rested) && rested > due ? rested : due);
    }

    /// <summary>Adds a file to look at again at a time, unless it is due before.</summary>
    public void AddAt(string path, DateTimeOffset time)
    {
        if (!waiting.TryGetValue(path, out var known) || known.Due > time)
        {
            waiting[path] = (time, time);
        }
    }

    /// <summary>Forgets a file.</summary>
    public void Drop(string path) => waiting.Remove(path);

    /// <summary>Takes the files that are due, as many as can be loaded. Each must end by <see cref="End"/>.</summary>
    public IReadOnlyList<string> Take(DateTimeOffset now)
    {
        List<string> due =
        [
            .. waiting.Where(w => w.Value.Due <= now && !running.Contains(w.Key)).OrderBy(w => w.Value.Due).Select(w => w.Key)
                .Take(most - running.Count),
        ];
        foreach (var path in due)
        {
            waiting.Remove(path);
            running.Add(path);
        }

        return due;
    }

    /// <summary>Ends a load.</summary>
    /// <param name="path">The file.</param>
    /// <param name="now">The current time.</param>
    /// <param name="took">How long the load took.</param>
    public void End(string path, DateTimeOffset now, TimeSpan took)
    {
        running.Remove(path);
        foreach (var rested in resting.Where(r => r.Value <= now).Select(r => r.Key).ToList())
        {
            resting.Remove(rested);
        }

        if (took > Quiet)
        {
            resting[path] = now + took;
            if (waiting.TryGetValue(path, out var known) && known.Due < now + took)
            {
                waiting[path] = known with { Due = now + took };
            }
        }
    }
}
