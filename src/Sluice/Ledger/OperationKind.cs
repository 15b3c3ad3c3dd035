namespace Sluice.Ledger;

/// <summary>What an operation does.</summary>
public enum OperationKind
{
    /// <summary>Loads files that somebody names or selects, if their newest version is not loaded.</summary>
    Load,

    /// <summary>Loads every file whose newest version is not loaded, and removes the rows of files that are gone.</summary>
    Sweep,

    /// <summary>Loads files again that somebody selects.</summary>
    Reload,

    /// <summary>Erases a key that somebody names, with the rows that refer to it, and finds the files that still have it.</summary>
    Erase,
}
