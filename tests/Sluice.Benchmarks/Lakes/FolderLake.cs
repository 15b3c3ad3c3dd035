using System.Runtime.CompilerServices;
using Sluice.Lake;
using Sluice.Loading;

namespace Sluice.Benchmarks.Lakes;

/// <summary>A folder as a lake: containers are folders in it. Its files are block blobs, as those of an upload are.</summary>
/// <param name="root">The folder.</param>
internal sealed class FolderLake(string root) : ILakeStorage
{
    private const int BufferSize = 1 << 20;

    /// <inheritdoc/>
    public Task<FileVersion?> FindAsync(string path, CancellationToken cancellationToken) => Task.FromResult(Find(path));

    /// <inheritdoc/>
    public async IAsyncEnumerable<FileVersion> ListAsync(
        string container, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = Path.Combine(root, container);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (name.StartsWith(prefix, StringComparison.Ordinal) && Find($"{container}/{name}") is { } found)
            {
                yield return found;
            }
        }

        await Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListContainersAsync(string prefix, CancellationToken cancellationToken) =>
        Directory.EnumerateDirectories(root, $"{prefix}*").Select(f => Path.GetFileName(f)!).ToAsyncEnumerable();

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(FileVersion file, long offset, CancellationToken cancellationToken)
    {
        var stream = new FileStream(Of(file.Path), new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
        if (Find(file.Path)?.ETag != file.ETag)
        {
            stream.Dispose();
            throw new LakeFileChangedException(file.Path);
        }

        stream.Position = offset;
        return Task.FromResult<Stream>(stream);
    }

    /// <inheritdoc/>
    public Task<Stream> OpenWriteAsync(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Of(path))!);
        return Task.FromResult<Stream>(new FileStream(Of(path), FileMode.Create, FileAccess.Write, FileShare.Read, BufferSize));
    }

    /// <inheritdoc/>
    public async Task<FileVersion> UploadAsync(string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await using (var stream = await OpenWriteAsync(path, cancellationToken))
        {
            await content.CopyToAsync(stream, BufferSize, cancellationToken);
        }

        return Find(path) ?? throw new LakeFileChangedException(path);
    }

    /// <inheritdoc/>
    public async Task<bool> TryCreateAsync(string path, Stream content, CancellationToken cancellationToken) =>
        await FindAsync(path, cancellationToken) is null && await UploadAsync(path, content, null, cancellationToken) is not null;

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        if (File.Exists(Of(path)))
        {
            File.Delete(Of(path));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task EnsureContainersAsync(IEnumerable<string> containers, CancellationToken cancellationToken)
    {
        foreach (var container in containers)
        {
            Directory.CreateDirectory(Path.Combine(root, container));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task CheckAsync(IEnumerable<string> containers, CancellationToken cancellationToken) =>
        containers.FirstOrDefault(c => !Directory.Exists(Path.Combine(root, c))) is { } missing
            ? throw new DirectoryNotFoundException($"There is no folder {missing} in {root}.")
            : Task.CompletedTask;

    /// <summary>Puts a local file into the lake.</summary>
    public async Task PutAsync(string path, string file, CancellationToken cancellationToken)
    {
        await EnsureContainersAsync([RejectsFile.Container], cancellationToken);
        await using var content = File.OpenRead(file);
        await UploadAsync(path, content, progress: null, cancellationToken);
    }

    private string Of(string path) => Path.Combine(root, path);

    private FileVersion? Find(string path)
    {
        var file = new FileInfo(Of(path));
        return file.Exists
            ? new FileVersion(path, $"{file.Length:x}-{file.LastWriteTimeUtc.Ticks:x}", file.Length, file.LastWriteTimeUtc,
                file.CreationTimeUtc, BlobKind.Block)
            : null;
    }
}
