using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Sluice.Files;
using Sluice.Lake;

namespace Sluice.Folder;

/// <summary>
/// The lake in a local folder; <see cref="FolderLayout"/> says where its files are. A version is the number of the file, its length and its
/// times (<see cref="FolderTag"/>). While a program writes a file, its version ends with the last complete line. Safe for concurrent use,
/// also with other processes.
/// </summary>
public sealed class FolderLake : ILakeStorage
{
    private const int ChunkSize = 4 * 1024 * 1024;

    private readonly FolderVersions versions;
    private readonly TimeProvider time;
    private readonly int chunkSize;
    private readonly ConcurrentDictionary<string, bool> leftOut = new(StringComparer.Ordinal);

    /// <summary>Creates the lake of a folder.</summary>
    /// <param name="layout">Where the files are.</param>
    /// <param name="patience">How long after the last write the end of an incomplete last line is waited for; zero not to wait.</param>
    /// <param name="time">The clock of the file system.</param>
    public FolderLake(FolderLayout layout, TimeSpan patience, TimeProvider time)
        : this(layout, patience, time, ChunkSize)
    {
    }

    internal FolderLake(FolderLayout layout, TimeSpan patience, TimeProvider time, int chunkSize)
    {
        Layout = layout;
        versions = new FolderVersions(patience, time);
        (this.time, this.chunkSize) = (time, chunkSize);
    }

    /// <summary>Where its files are.</summary>
    public FolderLayout Layout { get; }

    /// <summary>
    /// Is told of each version that is given out and will soon get another ETag, because the file may still be written: its path, and when
    /// to look again.
    /// </summary>
    public Action<string, DateTimeOffset>? OnUnfinished
    {
        get => versions.OnUnfinished;
        set => versions.OnUnfinished = value;
    }

    /// <summary>
    /// Is told once of each file or folder that looks like a part of the lake but cannot be opened: which one and why, as a sentence.
    /// </summary>
    public Action<string>? OnLeftOut { get; init; }

    /// <inheritdoc/>
    public async Task<FileVersion?> FindAsync(string path, CancellationToken cancellationToken) =>
        Locate(path) is { } place
            ? await FolderError.TranslateAsync(place, () => versions.FindAsync(path, place, cancellationToken))
            : null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<FileVersion> ListAsync(
        string container, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listing = new FolderListing(Layout, container, TellLeftOut);
        foreach (var entry in listing.ListAll(prefix))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await FindAsync(container, entry, cancellationToken) is { } file)
            {
                yield return file;
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LakeItem> ListFolderAsync(
        string container, string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listing = new FolderListing(Layout, container, TellLeftOut);
        foreach (var entry in listing.List(listing.Find(folder)))
        {
            if (entry.IsFolder)
            {
                yield return new LakeItem(null, entry.Name);
            }
            else if (await FindAsync(container, entry, cancellationToken) is { } file)
            {
                yield return new LakeItem(file, null);
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListContainersAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var folders = FolderError.Translate(Layout.Root, () => Directory.GetDirectories(Layout.Root).Select(f => Path.GetFileName(f)));
        foreach (var name in folders.Concat(Layout.First is { } first ? [first] : []).Distinct().Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ContainerName.IsName(name) && Layout.IsContainer(name) && name.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return name;
            }
        }
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(FileVersion file, long offset, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, file.Length);
        var place = Locate(file.Path);
        return FolderError.TranslateAsync(
            place ?? file.Path, () => Task.FromResult<Stream>(FolderReadStream.Open(place, file, offset, chunkSize)));
    }

    /// <inheritdoc/>
    public Task<Stream> OpenWriteAsync(string path, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(FolderWriteStream.Open(LocateNew(path)));

    /// <inheritdoc/>
    public async Task<FileVersion> UploadAsync(string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await UploadAsync(FolderWriteStream.Open(LocateNew(path)), content, progress, cancellationToken);
        return await FindAsync(path, cancellationToken) ?? throw new LakeFileChangedException(path);
    }

    /// <inheritdoc/>
    public async Task<bool> TryCreateAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        var file = FolderWriteStream.Open(LocateNew(path), replaces: false);
        await UploadAsync(file, content, progress: null, cancellationToken);
        return file.IsInPlace;
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellationToken) => FolderError.TranslateAsync(Layout.Root, () =>
    {
        if (Locate(path) is { } place)
        {
            File.Delete(place);
            DeleteEmptyFolders(path, place);
        }

        return Task.FromResult(true);
    });

    /// <inheritdoc/>
    public Task EnsureContainersAsync(IEnumerable<string> containers, CancellationToken cancellationToken) =>
        FolderError.TranslateAsync(Layout.Root, () =>
        {
            foreach (var container in containers)
            {
                // The folder itself is the first container, or has the folder of that name already.
                var folder = Layout.FoldersOf(container)[^1];
                Directory.CreateDirectory(folder);
                FolderWriteStream.DeleteLeft(folder, time.GetUtcNow());
            }

            return Task.FromResult(true);
        });

    /// <inheritdoc/>
    public Task CheckAsync(IEnumerable<string> containers, CancellationToken cancellationToken)
    {
        var missing = containers.Select(c => Layout.FoldersOf(c)[^1]).FirstOrDefault(f => FileState.Find(f).Kind != PathKind.Folder);
        return missing is null ? Task.CompletedTask
            : Task.FromException(
                new LakeUnavailableException($"The lake's folder cannot be used: {missing} is not there, or is no folder."));
    }

    private async Task UploadAsync(
        FolderWriteStream file, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await using var closing = file;
        try
        {
            await CopyAsync(content, file, progress, cancellationToken);
        }
        catch
        {
            file.Abandon();
            throw;
        }
    }

    private async Task<FileVersion?> FindAsync(string container, FolderListing.Entry entry, CancellationToken cancellationToken)
    {
        var place = entry.Places[0];
        var file = await FolderError.TranslateAsync(
            place, () => versions.FindAsync($"{container}/{entry.Name}", place, cancellationToken));

        // What is there and no file is a pipe, or a link that leads nowhere. What is gone is nothing to tell of.
        if (file is null && LocalPath.KindOf(place) is not (PathKind.Nothing or PathKind.File or PathKind.Folder)
            && LocalPath.FindFileFault(place) is { } fault)
        {
            TellLeftOut(place, fault);
        }

        return file;
    }

    private void TellLeftOut(string place, string reason)
    {
        if (OnLeftOut is { } tell && leftOut.TryAdd(place, true))
        {
            tell(reason);
        }
    }

    /// <summary>Where a file of the lake is, or <see langword="null"/> if it is not there.</summary>
    private string? Locate(string path) => LakePath.TryParse(path, out var parsed)
        ? Layout.PlacesOf(parsed).FirstOrDefault(p => FileState.Find(p).Kind == PathKind.File && IsExact(p))
        : null;

    /// <summary>Where to write a file: where it is, else in the folder of its container, if that is there.</summary>
    private string LocateNew(string path)
    {
        if (!LakePath.TryParse(path, out var parsed) || Layout.PlacesOf(parsed).ToList() is not { Count: > 0 } places)
        {
            throw new ArgumentException(LakePath.FindFault(path) ?? $"{path} is hidden, so it is no file of the lake.", nameof(path));
        }

        return Locate(path) ?? (Directory.Exists(Layout.FoldersOf(parsed.Container)[0]) ? places[0] : places[^1]);
    }

    // Upper and lower case are different in the lake, even where the system takes one for the other.
    private bool IsExact(string place) => OperatingSystem.IsLinux() || Path.GetRelativePath(Layout.Root, place)
        .Split(Path.DirectorySeparatorChar)
        .Aggregate(
            (Folder: Layout.Root, IsExact: true),
            (at, name) => (
                Path.Combine(at.Folder, name),
                at.IsExact && Directory.EnumerateFileSystemEntries(
                    at.Folder, name, new EnumerationOptions { MatchCasing = MatchCasing.CaseSensitive, AttributesToSkip = 0 }).Any()))
        .IsExact;

    // Rejects have folders of their own. Other folders belong to people.
    private void DeleteEmptyFolders(string path, string place)
    {
        if (LakePath.Split(path) is not { Container: var container } || !ContainerName.IsReserved(container))
        {
            return;
        }

        var top = Path.Combine(Layout.Root, container);
        for (var folder = Path.GetDirectoryName(place)!; folder.Length > top.Length; folder = Path.GetDirectoryName(folder)!)
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (IOException)
            {
                // Not empty, or gone.
                return;
            }
        }
    }

    private async Task CopyAsync(Stream content, FolderWriteStream file, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Min(chunkSize, ChunkSize / 4)];
        var copied = 0L;
        while (await content.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            copied += count;
            progress?.Report(copied);
        }
    }
}
