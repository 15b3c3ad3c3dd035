namespace Sluice.Ledger;

/// <summary>The state of a load.</summary>
public enum LoadState
{
    /// <summary>It has not ended. Its counts are those of its last commit.</summary>
    Running,

    /// <summary>All rows of the version are loaded or rejected.</summary>
    Loaded,

    /// <summary>This version was already loaded; nothing was done.</summary>
    Unchanged,

    /// <summary>
    /// The file as a whole does not fit its dataset, or has more rejects than allowed: no row of it is in the table. The same version is
    /// not tried again automatically.
    /// </summary>
    Refused,

    /// <summary>It failed for a reason other than the file's content. It is tried again.</summary>
    Failed,

    /// <summary>The file changed, or another load committed to it, while it was being read. Another load loads the new version.</summary>
    Superseded,

    /// <summary>The file has the same content as another one, whose rows are in the table, so none of its own are.</summary>
    Skipped,

    /// <summary>The file matches no dataset.</summary>
    Ignored,

    /// <summary>The storage is still copying the file. It is loaded when the copy is complete.</summary>
    Waiting,

    /// <summary>The file is in the archive tier. It is loaded when it is back. Rows that were loaded before stay.</summary>
    Archived,

    /// <summary>The file is gone from the lake, and its rows were removed from the table.</summary>
    Removed,

    /// <summary>Another load of the same file is running, in this process or another. Never stored in the ledger.</summary>
    Busy,
}
