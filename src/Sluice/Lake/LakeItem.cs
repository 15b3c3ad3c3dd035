namespace Sluice.Lake;

/// <summary>What lies directly in a folder of the lake: a file or a folder. One of the two is set.</summary>
/// <param name="File">The file's newest version.</param>
/// <param name="Folder">The folder within the container, ending in <c>/</c>.</param>
public readonly record struct LakeItem(FileVersion? File, string? Folder);
