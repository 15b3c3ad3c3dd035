using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Telemetry;

namespace Sluice.Loading;

/// <summary>The files of one sweep whose newest version is not loaded, for the metrics.</summary>
/// <param name="lake">The datasets. Each is reported, even if none of its files waits.</param>
internal sealed class Backlog(LakeDefinition lake)
{
    private readonly Dictionary<string, (Dataset Dataset, DateTimeOffset Since)> files = new(StringComparer.Ordinal);

    /// <summary>Adds a waiting file.</summary>
    public void Add(Dataset dataset, FileVersion file) => files[file.Path] = (dataset, file.LastModified);

    /// <summary>Removes the files that these loads have settled.</summary>
    public void Settle(IEnumerable<Load> loads)
    {
        foreach (var load in loads.Where(l => l.State is LoadState.Loaded or LoadState.Refused or LoadState.Unchanged))
        {
            files.Remove(load.File);
        }
    }

    /// <summary>Records how many files wait, and the age of the oldest.</summary>
    /// <param name="now">The time.</param>
    public void Record(DateTimeOffset now)
    {
        var waiting = files.Values.ToLookup(f => f.Dataset, f => f.Since);
        foreach (var dataset in lake.Datasets)
        {
            KeyValuePair<string, object?> tag = new(TelemetryTags.Dataset, dataset.Name);
            LoadMetrics.Waiting.Record(waiting[dataset].Count(), tag);
            LoadMetrics.OldestWaiting.Record(Math.Max(0, (now - waiting[dataset].DefaultIfEmpty(now).Min()).TotalSeconds), tag);
        }
    }
}
