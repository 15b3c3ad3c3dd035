namespace Sluice.Lake;

/// <summary>What is different about a column of a file.</summary>
public enum ColumnChangeKind
{
    /// <summary>No field of the schema is read from it.</summary>
    New,

    /// <summary>The file has no column for a field of the schema.</summary>
    Missing,

    /// <summary>It is not at the place of its field, and the schema asks for that (<c>"fieldsMatch": "exact"</c>).</summary>
    Moved,
}
