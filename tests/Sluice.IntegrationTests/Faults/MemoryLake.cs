using System.Runtime.CompilerServices;
using System.Text;
using Sluice.Lake;

namespace Sluice.IntegrationTests.Faults;

/// <summary>A lake in memory, whose files are as new as a given clock says.</summary>
/// <param name="time">The clock.</param>
internal sealed class MemoryLake(TimeProvider time) : ILakeStorage
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, (FileVersion Version, byte[] Content)> files = new(StringComparer.Ordinal);
    private int versions;

    /// <summary>The paths that start with a prefix.</summary>
    public IReadOnlyList<string> Paths(string prefix)
    {
        lock (gate)
        {
            return [.. files.Keys.Where(p => p.StartsWith(prefix, StringComparison.Ordinal))];
        }
    }

    /// <summary>The content of a file.</summary>
    public string Read(string path)
    {
        lock (gate)
        {
            return Encoding.UTF8.GetString(files[path].Content);
        }
    }

    /// <summary>Writes a file.</summary>
    public FileVersion Write(string path, string content) => Put(path, Encoding.UTF8.GetBytes(content));

    public Task<FileVersion?> FindAsync(string path, CancellationToken cancellationToken) => Task.FromResult(Find(path));

    public async IAsyncEnumerable<FileVersion> ListAsync(
        string container, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var path in Paths($"{container}/{prefix}"))
        {
            await Task.CompletedTask;
            cancellationToken.ThrowIfCancellationRequested();
            if (Find(path) is { } version)
            {
                yield return version;
            }
        }
    }

    public async IAsyncEnumerable<string> ListContainersAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var container in Paths(prefix).Select(p => p.Split('/')[0]).Distinct())
        {
            await Task.CompletedTask;
            yield return container;
        }
    }

    public Task<Stream> OpenReadAsync(FileVersion file, long offset, CancellationToken cancellationToken)
    {
        Check(file);
        return Task.FromResult<Stream>(new ReadStream(this, file, Content(file.Path)) { Position = offset });
    }

    public Task<Stream> OpenWriteAsync(string path, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(new WriteStream(this, path));

    public async Task<FileVersion> UploadAsync(string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        return Put(path, bytes.ToArray());
    }

    public async Task<bool> TryCreateAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        if (Find(path) is not null)
        {
            return false;
        }

        await UploadAsync(path, content, null, cancellationToken);
        return true;
    }

    public Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            files.Remove(path);
        }

        return Task.CompletedTask;
    }

    public Task EnsureContainersAsync(IEnumerable<string> containers, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CheckAsync(IEnumerable<string> containers, CancellationToken cancellationToken) => Task.CompletedTask;

    private FileVersion? Find(string path)
    {
        lock (gate)
        {
            return files.TryGetValue(path, out var file) ? file.Version : null;
        }
    }

    private byte[] Content(string path)
    {
        lock (gate)
        {
            return files[path].Content;
        }
    }

    private void Check(FileVersion file)
    {
        if (Find(file.Path)?.ETag != file.ETag)
        {
            throw new LakeFileChangedException(file.Path);
        }
    }

    private FileVersion Put(string path, byte[] content)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var version = new FileVersion(path, $"v{++versions}", content.Length, now, now, BlobKind.Block);
            files[path] = (version, content);
            return version;
        }
    }

    /// <summary>Reads one version, which must be the newest at each read.</summary>
    private sealed class ReadStream(MemoryLake lake, FileVersion file, byte[] content) : MemoryStream(content, writable: false)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            lake.Check(file);
            return base.ReadAsync(buffer, cancellationToken);
        }
    }

    /// <summary>What is written is visible when the stream is closed.</summary>
    private sealed class WriteStream(MemoryLake lake, string path) : MemoryStream
    {
        private bool isClosed;

        public override ValueTask DisposeAsync()
        {
            if (!isClosed)
            {
                isClosed = true;
                lake.Put(path, ToArray());
            }

            return base.DisposeAsync();
        }
    }
}
