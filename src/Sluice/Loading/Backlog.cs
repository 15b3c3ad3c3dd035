using System.Collections.Concurrent;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Telemetry;

namespace Sluice.Loading;

/// <summary>The files of one sweep whose newest version is not loaded, for the metrics. Safe for concurrent use.</summary>
/// <param name="lake">The datasets. Each is reported, even if none of its files waits.</param>
internal sealed class Backlog(LakeDefinition lake)
{
    // By dataset and path, since when each file waits.
    private readonly Dictionary<string, ConcurrentDictionary<string, DateTimeOffset>> waiting =
        lake.Datasets.ToDictionary(d => d.Name, _ => new ConcurrentDictionary<string, DateTimeOffset>(StringComparer.Ordinal));

    /// <summary>Adds a waiting file.</summary>
    public void Add(Dataset dataset, FileVersion file) => waiting[dataset.Name][file.Path] = file.LastModified;

    /// <summary>Removes the files that these loads have settled.</summary>
    public void Settle(IEnumerable<Load> loads)
    {
        foreach (var load in loads.Where(
            l => l.State is LoadState.Loaded or LoadState.Skipped or LoadState.Refused or LoadState.Unchanged or LoadState.Archived))
        {
            waiting.GetValueOrDefault(load.Dataset ?? "")?.TryRemove(load.File, out _);
        }
    }

    /// <summary>Records how many files of each dataset wait, and the age of the oldest.</summary>
    /// <param name="now">The time.</param>
    public void Record(DateTimeOffset now)
    {
        foreach (var dataset in lake.Datasets)
        {
            Record(dataset, now);
        }
    }

    /// <summary>Records how many files of a dataset wait, and the age of the oldest.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="now">The time.</param>
    public void Record(Dataset dataset, DateTimeOffset now)
    {
        KeyValuePair<string, object?> tag = new(TelemetryTags.Dataset, dataset.Name);
        var since = waiting[dataset.Name].Values;
        LoadMetrics.Waiting.Record(since.Count, tag);
        LoadMetrics.OldestWaiting.Record(Math.Max(0, (now - since.DefaultIfEmpty(now).Min()).TotalSeconds), tag);
    }
}
