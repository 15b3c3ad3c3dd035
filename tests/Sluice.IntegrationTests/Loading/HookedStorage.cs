using Sluice.Loading;

namespace Sluice.IntegrationTests.Loading;

/// <summary>A lake with a hook in each read of a file's bytes, which may throw, wait, or do what others do to the lake meanwhile.</summary>
internal sealed class HookedStorage(ILakeStorage inner) : ILakeStorage
{
    /// <summary>Called before each read, with the file and where in it the read begins.</summary>
    public Func<LakeFile, long, Task> OnRead { get; set; } = (_, _) => Task.CompletedTask;

    public Task<LakeFile?> FindAsync(string path, CancellationToken cancellationToken) => inner.FindAsync(path, cancellationToken);

    public IAsyncEnumerable<LakeFile> ListAsync(string container, string prefix, CancellationToken cancellationToken) =>
        inner.ListAsync(container, prefix, cancellationToken);

    public async Task<Stream> OpenReadAsync(LakeFile file, long offset, CancellationToken cancellationToken) =>
        new HookedStream(await inner.OpenReadAsync(file, offset, cancellationToken), at => OnRead(file, offset + at));

    public Task<Stream> OpenWriteAsync(string path, CancellationToken cancellationToken) => inner.OpenWriteAsync(path, cancellationToken);

    public Task<LakeFile> UploadAsync(string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken) =>
        inner.UploadAsync(path, content, progress, cancellationToken);

    public Task EnsureContainersAsync(IEnumerable<string> containers, CancellationToken cancellationToken) =>
        inner.EnsureContainersAsync(containers, cancellationToken);

    public Task CheckAsync(IEnumerable<string> containers, CancellationToken cancellationToken) => inner.CheckAsync(containers, cancellationToken);
}
