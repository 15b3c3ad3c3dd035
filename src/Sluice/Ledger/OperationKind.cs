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

    /// <summary>Erases a key that somebody names: its rows and rejects, and the rows that refer to it. Says which files still have it.</summary>
    Erase,
}
