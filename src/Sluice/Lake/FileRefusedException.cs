namespace Sluice.Lake;

/// <summary>A file as a whole cannot be read as its dataset. The message says what, where, why and what to do.</summary>
public sealed class FileRefusedException : Exception
{
    /// <summary>Creates the exception with its sentence.</summary>
    public FileRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Whether the file is no table, however it is read: it is empty, or of another format.</summary>
    public bool IsNoTable { get; internal init; }

    /// <summary>The names of the file's columns; empty if its header was not read.</summary>
    public IReadOnlyList<string> Columns { get; internal set; } = [];

    /// <summary>The differences between its columns and the schema; empty if none are known.</summary>
    public IReadOnlyList<ColumnChange> Changes { get; internal set; } = [];

    /// <summary>How many bytes of the file had been read when its header was refused.</summary>
    public long BytesRead { get; internal set; }
}
