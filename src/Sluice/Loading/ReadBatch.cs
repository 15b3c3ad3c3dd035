using Sluice.Rows;
using Sluice.Validation.Rows;

namespace Sluice.Loading;

/// <summary>The rows and rejects of a part of a file, and the reader's position after them.</summary>
internal sealed class ReadBatch(ColumnBatch rows, List<Reject> rejects)
{
    /// <summary>The valid rows.</summary>
    public ColumnBatch Rows => rows;

    /// <summary>The rejects.</summary>
    public List<Reject> Rejects => rejects;

    /// <summary>The reader's position after the batch.</summary>
    public ReadMark Mark { get; private set; } = ReadMark.None;

    /// <summary>Stores the reader's position.</summary>
    public void TakeMark(DatasetReader reader) =>
        Mark = new ReadMark(
            reader.Position, reader.PrefixHash ?? [], reader.LastKeys, reader.Erased, reader.BytesRead, reader.Changes);
}
