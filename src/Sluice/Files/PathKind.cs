namespace Sluice.Files;

/// <summary>What a path of this machine leads to, at the end of all symbolic links.</summary>
public enum PathKind
{
    /// <summary>Nothing: there is no such file or folder.</summary>
    Nothing,

    /// <summary>A file, whose bytes can be read again.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A pipe: to open it waits for who writes to it, and what was read is gone.</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A device, which may have no end.</summary>
    Device,

    /// <summary>Nothing: it is a symbolic link to a path where there is nothing.</summary>
    BrokenLink,

    /// <summary>Nothing, since it is longer than the system has paths.</summary>
    TooLong,

    /// <summary>Nothing, since symbolic links lead from one to another without end.</summary>
    Loop,

    /// <summary>Unknown, since a folder above it may not be looked into.</summary>
    Hidden,
}
