using System.IO.Hashing;
using Sluice.Analytics.Model;
using Sluice.Analytics.Profiles;

namespace Sluice.Analytics;

/// <summary>The profiles that were asked for last, each until the rows of its set may have changed. Safe for concurrent use.</summary>
internal sealed class ProfileCache
{
    /// <summary>The most bytes of all documents together; one is kept however long it is.</summary>
    internal const int MostBytes = 16 * 1024 * 1024;

    /// <summary>The most sets of views that are remembered, besides those that are being profiled.</summary>
    internal const int MostEntries = 1024;

    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private long uses;

    /// <summary>Waits for the turn of a caller: of several for one set at a time, the first makes the profile.</summary>
    /// <returns>The turn, to dispose of at the end.</returns>
    public async Task<IDisposable> EnterAsync(EntitySet set, CancellationToken cancellationToken)
    {
        Entry? entry;
        lock (entries)
        {
            if (!entries.TryGetValue(NameOf(set), out entry))
            {
                Forget();
                entries.Add(NameOf(set), entry = new Entry());
            }

            entry.LastUse = ++uses;
            entry.Users++;
        }

        var turn = new Turn(this, entry);
        try
        {
            await turn.WaitAsync(cancellationToken);
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>The profile of a set at a stamp, or <see langword="null"/> if it is not known. The caller has the turn.</summary>
    public ProfileDocument? Find(EntitySet set, ProfileStamp stamp)
    {
        lock (entries)
        {
            return entries[NameOf(set)].Known is { } known && known.Model == set.Model && known.Stamp == stamp ? known.Document : null;
        }
    }

    /// <summary>Keeps a profile, and forgets those that were not asked for the longest. The caller has the turn.</summary>
    public ProfileDocument Keep(EntitySet set, ProfileStamp stamp, byte[] body)
    {
        var document = new ProfileDocument(body, $"\"{XxHash64.HashToUInt64(body):x16}\"");
        lock (entries)
        {
            var bytes = 0L;
            entries[NameOf(set)].Known = (set.Model, stamp, document);
            foreach (var entry in entries.Values.OrderByDescending(e => e.LastUse))
            {
                var before = bytes;
                bytes += entry.Known?.Document.Body.Length ?? 0;
                entry.Known = bytes > MostBytes && before > 0 ? null : entry.Known;
            }
        }

        return document;
    }

    // Each view has profiles of its own.
    private static string NameOf(EntitySet set) => $"{set.Model.Key}/{set.Name}";

    private void Forget()
    {
        if (entries.Count >= MostEntries && entries.Where(e => e.Value.Users == 0).ToList() is { Count: > 0 } idle)
        {
            entries.Remove(idle.MinBy(e => e.Value.LastUse).Key);
        }
    }

    private sealed class Entry
    {
        public int Users { get; set; }

        public SemaphoreSlim Gate { get; } = new(1);

        public long LastUse { get; set; }

        public (AnalyticsModel Model, ProfileStamp Stamp, ProfileDocument Document)? Known { get; set; }
    }

    private sealed class Turn(ProfileCache cache, Entry entry) : IDisposable
    {
        private bool hasEntered;

        public async Task WaitAsync(CancellationToken cancellationToken)
        {
            await entry.Gate.WaitAsync(cancellationToken);
            hasEntered = true;
        }

        public void Dispose()
        {
            if (hasEntered)
            {
                entry.Gate.Release();
            }

            lock (cache.entries)
            {
                entry.Users--;
            }
        }
    }
}
