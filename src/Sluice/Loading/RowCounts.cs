using Sluice.Ledger;

namespace Sluice.Loading;

/// <summary>The running counts of one pass over a file.</summary>
/// <param name="load">The load, whose progress is reported.</param>
/// <param name="start">Where the pass starts.</param>
internal sealed class RowCounts(FileLoad load, ReadPosition start)
{
    /// <summary>Rows that passed.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows that were rejected.</summary>
    public long Rejected { get; private set; }

    /// <summary>Rows that were left out, because their key is erased.</summary>
    public long Erased { get; private set; }

    /// <summary>Bytes of the file read since the start.</summary>
    public long Bytes { get; private set; }

    /// <summary>Counts a batch and reports the progress.</summary>
    public void Add(ReadBatch batch)
    {
        Rows += batch.Rows.Count;
        Rejected += batch.Rejects.Count;
        Erased = batch.Mark.Erased - start.Erased;
        Bytes = batch.Mark.BytesRead - start.Offset;
        load.Progress?.Report(new LoadReport(load.Version.Path, batch.Mark.BytesRead, load.Version.Length, Rows, Rejected));
    }
}
