namespace Sluice.Folder;

/// <summary>A change in the folder of a lake. It may be told late, twice, or not at all: the folder says how it is.</summary>
/// <param name="Kind">What has happened.</param>
/// <param name="Path">The path in the lake of the file or folder afterwards; empty if many may have changed.</param>
public sealed record FolderChange(FolderChangeKind Kind, string Path)
{
    /// <summary>The path before, of what was renamed.</summary>
    public string From { get; init; } = "";

    /// <summary>Why changes may have been missed, as a sentence; <see langword="null"/> for other changes.</summary>
    public string? Fault { get; init; }
}
