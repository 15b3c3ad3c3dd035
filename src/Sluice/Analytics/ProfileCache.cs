using System.IO.Hashing;
using Sluice.Analytics.Model;
using Sluice.Analytics.Profiles;

namespace Sluice.Analytics;

/// <summary>The profiles that were asked for last, each until the rows of its set may have changed. Safe for concurrent use.</summary>
internal sealed class ProfileCache
{
    /// <summary>The most bytes of all documents together; one is kept however long it is.</summary>
    internal const int MostBytes = 16 * 1024 * 1024;

    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private long uses;

    /// <summary>Waits for the turn of a caller: of several for one set at a time, the first makes the profile.</summary>
    /// <returns>The turn, to dispose of at the end.</returns>
    public async Task<IDisposable> EnterAsync(EntitySet set, CancellationToken cancellationToken)
    {
        Entry? entry;
        lock (entries)
        {
            if (!entries.TryGetValue(set.Name, out entry))
            {
                entries.Add(set.Name, entry = new Entry());
            }

            entry.LastUse = ++uses;
        }

        await entry.Gate.WaitAsync(cancellationToken);
        return new Turn(entry.Gate);
    }

    /// <summary>The profile of a set at a stamp, or <see langword="null"/> if it is not known. The caller has the turn.</summary>
    public ProfileDocument? Find(EntitySet set, ProfileStamp stamp)
    {
        lock (entries)
        {
            return entries[set.Name].Known is { } known && known.Model == set.Model && known.Stamp == stamp ? known.Document : null;
        }
    }

    /// <summary>Keeps a profile, and forgets those that were not asked for the longest. The caller has the turn.</summary>
    public ProfileDocument Keep(EntitySet set, ProfileStamp stamp, byte[] body)
    {
        var document = new ProfileDocument(body, $"\"{XxHash64.HashToUInt64(body):x16}\"");
        lock (entries)
        {
            var bytes = 0L;
            entries[set.Name].Known = (set.Model, stamp, document);
            foreach (var entry in entries.Values.OrderByDescending(e => e.LastUse))
            {
                var before = bytes;
                bytes += entry.Known?.Document.Body.Length ?? 0;
                entry.Known = bytes > MostBytes && before > 0 ? null : entry.Known;
            }
        }

        return document;
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public long LastUse { get; set; }

        public (AnalyticsModel Model, ProfileStamp Stamp, ProfileDocument Document)? Known { get; set; }
    }

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
