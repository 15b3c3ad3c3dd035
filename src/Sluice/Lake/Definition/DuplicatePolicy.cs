namespace Sluice.Lake.Definition;

/// <summary>What becomes of a file that has the same content as another one of its dataset: <c>sluice:onDuplicateFile</c>.</summary>
public enum DuplicatePolicy
{
    /// <summary>It is loaded, and the ledger says which file has the same content.</summary>
    Load,

    /// <summary>It is skipped as long as the rows of the other file are there.</summary>
    Skip,
}
