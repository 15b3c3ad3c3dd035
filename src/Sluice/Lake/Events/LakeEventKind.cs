namespace Sluice.Lake.Events;

/// <summary>What an event says has happened in the lake.</summary>
public enum LakeEventKind
{
    /// <summary>A file was created or written (<c>Microsoft.Storage.BlobCreated</c>).</summary>
    FileWritten,

    /// <summary>A file got another path (<c>Microsoft.Storage.BlobRenamed</c>).</summary>
    FileRenamed,

    /// <summary>A folder, with all in it, got another path (<c>Microsoft.Storage.DirectoryRenamed</c>).</summary>
    FolderRenamed,
}
