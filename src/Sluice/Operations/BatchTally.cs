using Sluice.Ledger;

namespace Sluice.Operations;

/// <summary>What became of the files of a batch so far. Safe for concurrent use.</summary>
internal sealed class BatchTally(WorkBatch batch)
{
    private readonly Dictionary<string, long> lengths = batch.Files.ToDictionary(f => f.Path, f => f.Length, StringComparer.Ordinal);
    private readonly List<Load> loads = [];
    private readonly Lock @lock = new();
    private (long Files, long Length) done;

    /// <summary>How far the batch is.</summary>
    public BatchProgress Progress
    {
        get
        {
            lock (@lock)
            {
                return new BatchProgress { Files = done.Files, Length = done.Length, Counts = BatchCounts.From(loads) };
            }
        }
    }

    /// <summary>The loads and removals that have ended.</summary>
    public IReadOnlyList<Load> Loads
    {
        get
        {
            lock (@lock)
            {
                return [.. loads];
            }
        }
    }

    /// <summary>Adds a file that is done.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="load">Its load or removal, or <see langword="null"/> if there was nothing to do.</param>
    public void Add(string path, Load? load)
    {
        lock (@lock)
        {
            if (load is not null)
            {
                loads.Add(load);
            }

            // A file that is loaded besides those of the batch is no work of it.
            if (lengths.Remove(path, out var length))
            {
                done = (done.Files + 1, done.Length + length);
            }
        }
    }
}
