using Sluice.Lake;
using Sluice.Lake.Definition;

namespace Sluice.Folder;

/// <summary>
/// Where the files of the lake are in a folder. A container is the folder of its name: <c>data/ads/Ads.csv</c> is <c>data/ads/Ads.csv</c>
/// in the folder. What lies in the folder but in no container is in the lake's first container too: with the container <c>data</c>,
/// <c>ads/Ads.csv</c> in the folder is <c>data/ads/Ads.csv</c> in the lake. If both are there, the one in the container's folder is the
/// file of the lake.
/// </summary>
/// <remarks>
/// These are no files of the lake: what is hidden, that is, has a name or is in a folder whose name begins with a dot; what is in a folder
/// <c>node_modules</c>; and files that match no dataset and do not have the ending of a CSV. Symbolic links are followed. Pipes, devices
/// and sockets are never opened.
/// </remarks>
public sealed class FolderLayout
{
    private static readonly string[] Endings = [".csv", ".tsv", ".txt", ".tab", ".dat", ".psv"];
    private static readonly string[] Compressions = [".gz", ".gzip", ".zst", ".zstd", ".zip"];
    private readonly LakeDefinition? lake;

    /// <summary>Creates the layout.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="lake">The lake definition; <see langword="null"/> if each folder with the name of a container is one, and all files in
    /// them are of the lake.</param>
    public FolderLayout(string root, LakeDefinition? lake = null)
    {
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        this.lake = lake;
        First = lake is { Containers: [var first, ..] } ? first : null;
    }

    /// <summary>Creates the layout of a lake that has one container and no definition yet.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="container">The container.</param>
    public FolderLayout(string root, string container)
        : this(root, lake: null) => First = container;

    /// <summary>The folder, as a full path.</summary>
    public string Root { get; }

    /// <summary>The container that also has what lies in the folder and in no container, or <see langword="null"/>.</summary>
    public string? First { get; }

    /// <summary>Whether a program that finds a file of this name should look at it, whatever the lake definition says.</summary>
    /// <param name="name">The name of a file.</param>
    public static bool HasDataEnding(string name)
    {
        var compression = Array.Find(Compressions, e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase)) ?? "";
        return compression == ".zip" || Array.Exists(
            Endings, e => name.AsSpan(0, name.Length - compression.Length).EndsWith(e, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether files and folders of this name, and what is in them, are no part of the lake.</summary>
    /// <param name="name">The name of a file or folder.</param>
    public static bool IsLeftOut(ReadOnlySpan<char> name) => name.StartsWith('.') || name is "node_modules";

    /// <summary>
    /// The path in the lake of a file or folder, whether it exists or not; a folder's has no <c>/</c> at its end.
    /// </summary>
    /// <param name="path">Its full path on this machine.</param>
    /// <returns>The path, container first, or <see langword="null"/> if it is no part of the lake.</returns>
    public string? PathOf(string path)
    {
        if (!path.StartsWith(Root, StringComparison.Ordinal) || path.Length <= Root.Length + 1
            || !IsSeparator(path[Root.Length]) && !IsSeparator(Root[^1]))
        {
            return null;
        }

        var parts = path[Root.Length..].TrimStart(Path.DirectorySeparatorChar)
            .Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        var found = IsContainer(parts[0]) ? parts.Length > 1 ? string.Join('/', parts) : null
            : First is null ? null
            : $"{First}/{string.Join('/', parts)}";
        return found is null || Array.Exists(parts, p => IsLeftOut(p)) || LakePath.FindFault(found) is not null ? null : found;
    }

    /// <summary>Whether a path in the lake can be that of a file of the lake.</summary>
    /// <param name="path">The path, container first.</param>
    public bool IsFile(string path) => lake is null || HasDataEnding(path) || lake.Match(path) is not null;

    /// <summary>The folders that have the files of a container, whether they exist or not. Of files with the same path, that in the first
    /// folder counts.</summary>
    /// <param name="container">The container.</param>
    internal IReadOnlyList<string> FoldersOf(string container) =>
        container == First ? [Path.Combine(Root, container), Root] : [Path.Combine(Root, container)];

    /// <summary>Where a file of the lake can be, in the order in which it is looked for.</summary>
    /// <param name="path">Its path in the lake.</param>
    internal IEnumerable<string> PlacesOf(LakePath path)
    {
        var segments = path.Name.Split('/');
        if (Array.Exists(segments, s => s.Length == 0 || IsLeftOut(s)))
        {
            return [];
        }

        return FoldersOf(path.Container).Where(f => f != Root || !IsContainer(segments[0]))
            .Select(f => Path.Combine([f, .. segments]));
    }

    /// <summary>Whether a folder directly in the folder is a container, so that it is in no other one.</summary>
    /// <param name="name">The folder's name.</param>
    internal bool IsContainer(string name) =>
        ContainerName.IsReserved(name) || name == First
        || (ContainerName.IsName(name) && (lake is null ? First is null : lake.HasContainerOf($"{name}/")));

    private static bool IsSeparator(char c) => c == Path.DirectorySeparatorChar || c == Path.AltDirectorySeparatorChar;
}
