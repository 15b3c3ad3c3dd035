namespace Sluice.Lake;

/// <summary>Whether the content of a blob can be read.</summary>
public enum BlobAccess
{
    /// <summary>It can.</summary>
    Readable,

    /// <summary>Not yet: the storage is still copying it from another blob. The end of the copy makes a new version.</summary>
    CopyPending,

    /// <summary>Never: the copy to it failed or was aborted, and it is empty.</summary>
    CopyFailed,

    /// <summary>Not yet: a program is still writing it, and it has no complete line. More bytes, or a pause, make a new version.</summary>
    BeingWritten,

    /// <summary>Not now: it is in the archive tier. The version stays the same when it is back.</summary>
    Archived,
}
