using Sluice.Folder;
using Sluice.Loading;

namespace Sluice.Local.Init;

/// <summary>The CSV files of one folder, which may be one dataset.</summary>
/// <param name="Folder">The folder, as a full path.</param>
/// <param name="Files">The files, as full paths. At least one.</param>
/// <param name="IsDeep">Whether some are in folders below: those of a year, a day or another part of the same data.</param>
internal sealed record DataFolder(string Folder, IReadOnlyList<string> Files, bool IsDeep)
{
    private static readonly string[] Endings = [".csv", ".tsv"];
    private static readonly string[] Compressions = ["", ".gz", ".gzip", ".zst", ".zstd"];

    /// <summary>
    /// Finds the CSV files of a folder and below, without what a lake in the folder leaves out, its rejects, and links to folders.
    /// </summary>
    /// <param name="root">The folder.</param>
    /// <param name="onLeftOut">Is told of each folder below that cannot be read.</param>
    public static IReadOnlyList<DataFolder> Find(string root, Action<string> onLeftOut) =>
        [.. Find(new DirectoryInfo(root), root, onLeftOut)];

    private static IEnumerable<DataFolder> Find(DirectoryInfo folder, string root, Action<string> onLeftOut)
    {
        List<string> files;
        List<DirectoryInfo> folders;
        try
        {
            files = [.. FilesOf(folder)];
            folders = [.. FoldersOf(folder, root)];
        }
        catch (Exception e) when (folder.FullName != root && e is UnauthorizedAccessException or IOException)
        {
            onLeftOut(folder.FullName);
            yield break;
        }

        List<DataFolder> inner = [.. folders.SelectMany(f => Find(f, root, onLeftOut))];

        // Folders such as 2025 and day=2025-01-31 are parts of one dataset.
        if (inner.Count > 0 && folder.FullName != root && inner.TrueForAll(i => IsPart(i, folder)))
        {
            yield return new DataFolder(folder.FullName, [.. files, .. inner.SelectMany(i => i.Files)], IsDeep: true);
            yield break;
        }

        if (files.Count > 0)
        {
            yield return new DataFolder(folder.FullName, files, IsDeep: false);
        }

        foreach (var found in inner)
        {
            yield return found;
        }
    }

    private static bool IsPart(DataFolder inner, DirectoryInfo folder) => Path.GetRelativePath(folder.FullName, inner.Folder)
        .Split(Path.DirectorySeparatorChar).All(n => n.Any(char.IsAsciiDigit) || n.Contains('=', StringComparison.Ordinal));

    private static IEnumerable<string> FilesOf(DirectoryInfo folder) => folder.EnumerateFiles()
        .Where(f => !FolderLayout.IsLeftOut(f.Name) && HasEnding(f.Name)).Select(f => f.FullName).Order(StringComparer.Ordinal);

    private static IEnumerable<DirectoryInfo> FoldersOf(DirectoryInfo folder, string root) => folder.EnumerateDirectories()
        .Where(f => !FolderLayout.IsLeftOut(f.Name) && f.LinkTarget is null
            && !(folder.FullName == root && f.Name == RejectsFile.Container))
        .OrderBy(f => f.Name, StringComparer.Ordinal);

    private static bool HasEnding(string name) => Endings.Any(e => Compressions.Any(
        c => name.EndsWith(e + c, StringComparison.OrdinalIgnoreCase)));
}
