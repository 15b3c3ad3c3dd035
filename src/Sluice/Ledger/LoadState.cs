namespace Sluice.Ledger;

/// <summary>How a load went.</summary>
public enum LoadState
{
    /// <summary>It has begun and has not ended; what it committed is counted.</summary>
    Running,

    /// <summary>All rows of the version are loaded or are rejects.</summary>
    Loaded,

    /// <summary>This version was loaded before: nothing was done.</summary>
    Unchanged,

    /// <summary>The file as a whole does not fit its dataset, or has more rejects than allowed: no row of it is in the table.
    /// The same version is not tried again by itself.</summary>
    Refused,

    /// <summary>Something outside the file went wrong; it is tried again.</summary>
    Failed,

    /// <summary>The file changed while it was read; its new version is loaded by another load.</summary>
    Superseded,

    /// <summary>The file matches no dataset.</summary>
    Ignored,

    /// <summary>The file is gone from the lake, and its rows from the table.</summary>
    Removed,

    /// <summary>Another load of the same file is at work, here or in another process. Is not in the ledger.</summary>
    Busy,
}
