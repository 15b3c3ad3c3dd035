using Sluice.Rows;
using Sluice.Validation.Rows;

namespace Sluice.Loading;

/// <summary>What a reader made of a part of a file, and where it stood afterwards.</summary>
internal sealed class ReadBatch(ColumnBatch rows, List<Reject> rejects)
{
    /// <summary>The valid rows.</summary>
    public ColumnBatch Rows => rows;

    /// <summary>The rejects among them.</summary>
    public List<Reject> Rejects => rejects;

    /// <summary>Where the reader stood.</summary>
    public ReadMark Mark { get; private set; } = ReadMark.None;

    /// <summary>Takes note of where the reader stands.</summary>
    public void TakeMark(DatasetReader reader) =>
        Mark = new ReadMark(reader.Position, reader.PrefixHash ?? [], reader.LastKeys, reader.BytesRead);
}
