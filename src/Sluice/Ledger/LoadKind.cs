namespace Sluice.Ledger;

/// <summary>What a load does with its file.</summary>
public enum LoadKind
{
    /// <summary>Nothing of the file was loaded before.</summary>
    New,

    /// <summary>What was loaded stands; only what came after it is read.</summary>
    Append,

    /// <summary>What was loaded does not stand any more; the file's rows are replaced by those of this version.</summary>
    Replace,

    /// <summary>The file is gone from the lake; its rows go from the table.</summary>
    Remove,
}
