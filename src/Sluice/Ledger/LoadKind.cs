namespace Sluice.Ledger;

/// <summary>What a load does with its file.</summary>
public enum LoadKind
{
    /// <summary>Loads the file from its start; none of it was loaded before.</summary>
    New,

    /// <summary>Loads what was appended; the rows that were loaded stay.</summary>
    Append,

    /// <summary>Replaces all rows of the file by those of this version.</summary>
    Replace,

    /// <summary>Removes the rows of a file that is gone from the lake.</summary>
    Remove,
}
