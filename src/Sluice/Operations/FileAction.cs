namespace Sluice.Operations;

/// <summary>What is done with a file.</summary>
public enum FileAction
{
    /// <summary>Its newest version is loaded, unless it is loaded already.</summary>
    Load,

    /// <summary>Its newest version is loaded again.</summary>
    Reload,

    /// <summary>The file is gone: its rows are removed.</summary>
    Remove,

    /// <summary>It is searched for erased keys, and its rejects with such a key are erased. It may be gone.</summary>
    Search,

    /// <summary>It was renamed: its rows go along, and its newest version is loaded, unless it is loaded already.</summary>
    Move,
}
