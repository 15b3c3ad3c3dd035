namespace Sluice.Loading;

/// <summary>What one reading of a file has come to so far.</summary>
/// <param name="load">The load, whose progress is told.</param>
/// <param name="start">The byte at which the reading begins.</param>
internal sealed class RowCounts(FileLoad load, long start)
{
    /// <summary>Rows that passed.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows that did not.</summary>
    public long Rejected { get; private set; }

    /// <summary>Bytes of the file gone through.</summary>
    public long Bytes { get; private set; }

    /// <summary>Counts a batch.</summary>
    public void Add(ReadBatch batch)
    {
        Rows += batch.Rows.Count;
        Rejected += batch.Rejects.Count;
        Bytes = batch.Mark.BytesRead - start;
        load.Progress?.Report(new LoadReport(load.Version.Path, batch.Mark.BytesRead, load.Version.Length, Rows, Rejected));
    }
}
