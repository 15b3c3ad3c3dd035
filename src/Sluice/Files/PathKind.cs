namespace Sluice.Files;

/// <summary>What a local path refers to, after all symbolic links.</summary>
public enum PathKind
{
    /// <summary>Nothing: there is no such file or folder.</summary>
    Nothing,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe. Opening it blocks until there is a writer, and its content can be read only once.</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A device, whose content may be endless.</summary>
    Device,

    /// <summary>Nothing: it is a symbolic link whose target does not exist.</summary>
    BrokenLink,

    /// <summary>Nothing: it is longer than the system allows.</summary>
    TooLong,

    /// <summary>Nothing: its symbolic links form a loop.</summary>
    Loop,

    /// <summary>Unknown: this user cannot access a folder above it.</summary>
    Hidden,
}
