using Sluice.Files;

namespace Sluice.Folder;

/// <summary>Lists the files and folders of a container, in the order of their names.</summary>
/// <param name="layout">The layout.</param>
/// <param name="container">The container.</param>
/// <param name="onLeftOut">Is told of what has a name that no program can open it by: its path on this machine, and why, as a sentence.
/// </param>
internal sealed class FolderListing(FolderLayout layout, string container, Action<string, string>? onLeftOut)
{
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>A file, or a folder with what is in it.</summary>
    /// <param name="Name">The name within the container; that of a folder ends in <c>/</c>.</param>
    /// <param name="Places">Where it is on this machine. A folder can be in several places, which are one in the lake.</param>
    public sealed record Entry(string Name, List<string> Places)
    {
        /// <summary>Whether it is a folder.</summary>
        public bool IsFolder => Name.EndsWith('/');
    }

    /// <summary>The folder of the container itself.</summary>
    public Entry Top => new("", [.. layout.FoldersOf(container)]);

    /// <summary>A folder by its name in the container, which ends in <c>/</c> or is empty for the container itself.</summary>
    public Entry Find(string name) => name.Length == 0 ? Top : new(
        name,
        [
            .. layout.FoldersOf(container).Where(f => f != layout.Root || !layout.IsContainer(name.Split('/')[0]))
                .Select(f => Path.Combine([f, .. name.Split('/')])),
        ]);

    /// <summary>All files of the container whose names start with a prefix.</summary>
    public IEnumerable<Entry> ListAll(string prefix) => ListAll(Top, prefix, Enter(Top, [])!);

    private IEnumerable<Entry> ListAll(Entry folder, string prefix, IReadOnlyList<string> above)
    {
        foreach (var entry in List(folder))
        {
            if (!entry.IsFolder)
            {
                if (entry.Name.StartsWith(prefix, StringComparison.Ordinal))
                {
                    yield return entry;
                }
            }
            else if (Overlaps(entry.Name, prefix) && Enter(entry, above) is { } within)
            {
                foreach (var inner in ListAll(entry, prefix, within))
                {
                    yield return inner;
                }
            }
        }
    }

    /// <summary>What lies directly in a folder.</summary>
    public IReadOnlyList<Entry> List(Entry folder)
    {
        var found = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var place in folder.Places)
        {
            foreach (var (item, isFolder) in FolderError.Translate(place, () => Read(place)))
            {
                var name = Path.GetFileName(item);
                if (FolderLayout.IsLeftOut(name) || name.Contains('\\') || (place == layout.Root && layout.IsContainer(name)))
                {
                    continue;
                }

                if (HasLostName(item))
                {
                    onLeftOut?.Invoke(item, $"The name of {FolderError.Show(item)} is not valid UTF-8, so it cannot be opened. Rename it.");
                    continue;
                }

                var path = $"{folder.Name}{name}{(isFolder ? "/" : "")}";
                if (!found.TryGetValue(path, out var entry))
                {
                    found.Add(path, new Entry(path, [item]));
                }
                else if (isFolder)
                {
                    entry.Places.Add(item);
                }
            }
        }

        return
        [
            .. found.Values.Where(e => e.IsFolder || layout.IsFile($"{container}/{e.Name}")).OrderBy(e => e.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Whether the name of a file or folder is no text, so that nothing can be found by what was made of it.</summary>
    /// <param name="place">Its path on this machine.</param>
    public static bool HasLostName(string place) =>
        place.Contains('\uFFFD') && FileState.Find(place).Kind == PathKind.Nothing && new FileInfo(place).LinkTarget is null;

    private static bool Overlaps(string folder, string prefix) =>
        folder.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(folder, StringComparison.Ordinal);

    // A link may lead to a folder above it. Folders are known by their numbers.
    private static List<string>? Enter(Entry folder, IReadOnlyList<string> above)
    {
        var ids = folder.Places.Select(p => FileState.Find(p).Id).ToList();
        return ids.Exists(i => i.Length > 0 && above.Contains(i)) ? null : [.. above, .. ids];
    }

    private static List<(string Place, bool IsFolder)> Read(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", All).Select(i => (i.FullName, IsFolder: IsFolder(i)))];
        }
        catch (Exception e) when (FolderError.IsGone(e))
        {
            return [];
        }
    }

    private static bool IsFolder(FileSystemInfo item) =>
        item.LinkTarget is null ? item is DirectoryInfo : FileState.Find(item.FullName).Kind == PathKind.Folder;
}
