using System.Collections.Concurrent;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Telemetry;

namespace Sluice.Loading;

/// <summary>The files of one sweep whose newest version is not loaded, for the metrics. Safe for concurrent use.</summary>
/// <param name="lake">The datasets. Each is reported, even if none of its files waits.</param>
internal sealed class Backlog(LakeDefinition lake)
{
    private readonly ConcurrentDictionary<string, (Dataset Dataset, DateTimeOffset Since)> files = new(StringComparer.Ordinal);

    /// <summary>Adds a waiting file.</summary>
    public void Add(Dataset dataset, FileVersion file) => files[file.Path] = (dataset, file.LastModified);

    /// <summary>Removes the files that these loads have settled.</summary>
    public void Settle(IEnumerable<Load> loads)
    {
        foreach (var load in loads.Where(l => l.State is LoadState.Loaded or LoadState.Refused or LoadState.Unchanged))
        {
            files.TryRemove(load.File, out _);
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
        var waiting = files.Values.Where(f => f.Dataset == dataset).Select(f => f.Since).ToList();
        LoadMetrics.Waiting.Record(waiting.Count, tag);
        LoadMetrics.OldestWaiting.Record(Math.Max(0, (now - waiting.DefaultIfEmpty(now).Min()).TotalSeconds), tag);
    }
}
