using Sluice.Validation;

namespace Sluice.Loading;

/// <summary>What a reader made of a part of a file, and where it stood afterwards.</summary>
internal sealed class ReadBatch(ColumnBatch rows, List<Reject> rejects)
{
    /// <summary>The valid rows.</summary>
    public ColumnBatch Rows => rows;

    /// <summary>The rejects among them.</summary>
    public List<Reject> Rejects => rejects;

    /// <summary>What had been read for good.</summary>
    public ReadPosition Position { get; private set; }

    /// <summary>The hash of what had been read for good, or empty.</summary>
    public byte[] PrefixHash { get; private set; } = [];

    /// <summary>Bytes of the file gone through.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Takes note of where the reader stands.</summary>
    public void Mark(DatasetReader reader)
    {
        Position = reader.Position;
        PrefixHash = reader.PrefixHash ?? [];
        BytesRead = reader.BytesRead;
    }
}
