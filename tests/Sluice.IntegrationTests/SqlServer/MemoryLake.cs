using Sluice.Lake;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>A lake in memory.</summary>
internal sealed class MemoryLake : ILakeStorage
{
    private readonly Dictionary<string, (FileVersion File, byte[] Content)> files = new(StringComparer.Ordinal);

    /// <summary>Puts a file there.</summary>
    public void Put(string path, byte[] content, DateTimeOffset modified)
    {
        lock (files)
        {
            files[path] = (new FileVersion(path, $"v{modified.Ticks}", content.Length, modified, modified, BlobKind.Block), content);
        }
    }

    public Task<FileVersion?> FindAsync(string path, CancellationToken cancellationToken) => Task.FromResult(Find(path)?.File);

    public async IAsyncEnumerable<FileVersion> ListAsync(
        string container, string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        List<FileVersion> all;
        lock (files)
        {
            all = [.. files.Values.Select(f => f.File).Where(f => f.Path.StartsWith($"{container}/{prefix}", StringComparison.Ordinal))];
        }

        foreach (var file in all)
        {
            yield return file;
        }
    }

    public IAsyncEnumerable<string> ListContainersAsync(string prefix, CancellationToken cancellationToken)
    {
        lock (files)
        {
            return files.Keys.Select(p => LakePath.Split(p)!.Value.Container).Where(c => c.StartsWith(prefix, StringComparison.Ordinal))
                .Distinct(StringComparer.Ordinal).ToList().ToAsyncEnumerable();
        }
    }

    public Task<Stream> OpenReadAsync(FileVersion file, long offset, CancellationToken cancellationToken) =>
        Find(file.Path) is { } found && found.File.ETag == file.ETag
            ? Task.FromResult<Stream>(new MemoryStream(found.Content, (int)offset, found.Content.Length - (int)offset))
            : throw new LakeFileChangedException(file.Path);

    public Task<Stream> OpenWriteAsync(string path, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(new Writing(this, path));

    public async Task<FileVersion> UploadAsync(string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await using (var stream = await OpenWriteAsync(path, cancellationToken))
        {
            await content.CopyToAsync(stream, cancellationToken);
        }

        return Find(path)!.Value.File;
    }

    public async Task<bool> TryCreateAsync(string path, Stream content, CancellationToken cancellationToken) =>
        await FindAsync(path, cancellationToken) is null && await UploadAsync(path, content, null, cancellationToken) is not null;

    public Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        lock (files)
        {
            files.Remove(path);
        }

        return Task.CompletedTask;
    }

    public Task EnsureContainersAsync(IEnumerable<string> containers, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CheckAsync(IEnumerable<string> containers, CancellationToken cancellationToken) => Task.CompletedTask;

    private (FileVersion File, byte[] Content)? Find(string path)
    {
        lock (files)
        {
            return files.TryGetValue(path, out var found) ? found : null;
        }
    }

    private sealed class Writing(MemoryLake lake, string path) : MemoryStream
    {
        protected override void Dispose(bool disposing)
        {
            lake.Put(path, ToArray(), DateTimeOffset.UtcNow);
            base.Dispose(disposing);
        }
    }
}
