namespace Sluice.Folder;

/// <summary>What has happened in the folder of a lake.</summary>
public enum FolderChangeKind
{
    /// <summary>A file was made or written.</summary>
    FileWritten,

    /// <summary>A file got another path.</summary>
    FileRenamed,

    /// <summary>A folder, with all in it, got another path.</summary>
    FolderRenamed,

    /// <summary>Files may have been made, deleted or moved: a sweep finds which.</summary>
    Unknown,
}
