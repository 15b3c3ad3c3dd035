using Sluice.Files;
using Sluice.Text;

namespace Sluice.Folder;

/// <summary>
/// Watches the folder of a lake by the notifications of the system. Where they are lost, or the system has none for a drive, only sweeps
/// find changes. Links to other folders are not watched.
/// </summary>
public sealed class FolderWatcher : IDisposable
{
    // The most that the system takes for all drives. Each notification is about 100 bytes.
    private const int BufferSize = 64 * 1024;

    private readonly FolderLayout layout;
    private readonly Action<FolderChange> onChange;
    private readonly FileSystemWatcher watcher;
    private (string Id, long Created) watched;

    /// <summary>Creates a watcher that does not watch yet.</summary>
    /// <param name="layout">Where the files of the lake are.</param>
    /// <param name="onChange">Is told of each change, one at a time. It must not take long.</param>
    public FolderWatcher(FolderLayout layout, Action<FolderChange> onChange)
    {
        this.layout = layout;
        this.onChange = onChange;
        watcher = new FileSystemWatcher(layout.Root)
        {
            IncludeSubdirectories = true,
            InternalBufferSize = BufferSize,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        watcher.Created += (_, e) => OnWritten(e.FullPath, isNew: true);
        watcher.Changed += (_, e) => OnWritten(e.FullPath, isNew: false);
        watcher.Deleted += (_, e) => OnGone(e.FullPath);
        watcher.Renamed += (_, e) => OnRenamed(e.OldFullPath, e.FullPath);
        watcher.Error += (_, e) =>
            onChange(new FolderChange(FolderChangeKind.Unknown, "") { Fault = OneLine.Sentence(e.GetException().Message) });
    }

    /// <summary>
    /// Whether the folder that is there is the one that is watched. It is another one if somebody has moved or deleted the folder and made
    /// it anew, of which the system does not tell.
    /// </summary>
    public bool IsCurrent => Identify() == watched;

    /// <summary>Begins to watch, or begins anew after changes were missed.</summary>
    /// <returns>Why the system cannot watch the folder, as a sentence; <see langword="null"/> if it can.</returns>
    public string? Start()
    {
        try
        {
            watcher.EnableRaisingEvents = false;
            watched = Identify();
            if (LocalPath.KindOf(layout.Root) != PathKind.Folder)
            {
                return $"{layout.Root} is not there, or is no folder.";
            }

            watcher.EnableRaisingEvents = true;
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return OneLine.Sentence(e.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => watcher.Dispose();

    private (string Id, long Created) Identify()
    {
        var state = FileState.Find(layout.Root);
        return (state.Id, state.Created);
    }

    private void OnWritten(string place, bool isNew)
    {
        if (layout.PathOf(place) is not { } path)
        {
            return;
        }

        var kind = LocalPath.KindOf(place);
        if (kind == PathKind.File && layout.IsFile(path))
        {
            onChange(new FolderChange(FolderChangeKind.FileWritten, path));
        }
        else if (isNew && (kind == PathKind.Folder || FolderListing.HasLostName(place)))
        {
            // A folder may have files already, which were made before it was watched. What has no name that can be used, the sweep tells.
            onChange(new FolderChange(FolderChangeKind.Unknown, ""));
        }
    }

    // Of what is gone, nobody knows whether it was a file or a folder.
    private void OnGone(string place)
    {
        if (layout.PathOf(place) is { } path && (layout.IsFile(path) || !Path.HasExtension(place)))
        {
            onChange(new FolderChange(FolderChangeKind.Unknown, ""));
        }
    }

    private void OnRenamed(string before, string place)
    {
        var isFolder = LocalPath.KindOf(place) == PathKind.Folder;
        if (layout.PathOf(before) is { } from && layout.PathOf(place) is { } path
            && (isFolder || (layout.IsFile(from) && layout.IsFile(path))))
        {
            onChange(new FolderChange(isFolder ? FolderChangeKind.FolderRenamed : FolderChangeKind.FileRenamed, path) { From = from });
            return;
        }

        OnGone(before);
        OnWritten(place, isNew: true);
    }
}
