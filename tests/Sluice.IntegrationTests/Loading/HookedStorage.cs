using Sluice.Lake;

namespace Sluice.IntegrationTests.Loading;

/// <summary>
/// A lake with a hook before each read of a file's bytes and after each look for a file. A hook may throw, wait, or change the
/// lake as others might at that moment.
/// </summary>
internal sealed class HookedStorage(ILakeStorage inner) : ILakeStorage
{
    /// <summary>Called before each read, with the file and the offset of the read.</summary>
    public Func<FileVersion, long, Task> OnRead { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called with the path of a file after the look-up and before its caller gets the result.</summary>
    public Func<string, Task> OnFound { get; set; } = _ => Task.CompletedTask;

    public async Task<FileVersion?> FindAsync(string path, CancellationToken cancellationToken)
    {
        var file = await inner.FindAsync(path, cancellationToken);
        await OnFound(path);
        return file;
    }

    public IAsyncEnumerable<FileVersion> ListAsync(string container, string prefix, CancellationToken cancellationToken) =>
        inner.ListAsync(container, prefix, cancellationToken);

    public IAsyncEnumerable<LakeItem> ListFolderAsync(string container, string folder, CancellationToken cancellationToken) =>
        inner.ListFolderAsync(container, folder, cancellationToken);

    public IAsyncEnumerable<string> ListContainersAsync(string prefix, CancellationToken cancellationToken) =>
        inner.ListContainersAsync(prefix, cancellationToken);

    public async Task<Stream> OpenReadAsync(FileVersion file, long offset, CancellationToken cancellationToken) =>
        new HookedStream(await inner.OpenReadAsync(file, offset, cancellationToken), at => OnRead(file, offset + at));

    public Task<Stream> OpenWriteAsync(string path, CancellationToken cancellationToken) => inner.OpenWriteAsync(path, cancellationToken);

    public Task<FileVersion> UploadAsync(string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken) =>
        inner.UploadAsync(path, content, progress, cancellationToken);

    public Task<bool> TryCreateAsync(string path, Stream content, CancellationToken cancellationToken) =>
        inner.TryCreateAsync(path, content, cancellationToken);

    public Task DeleteAsync(string path, CancellationToken cancellationToken) => inner.DeleteAsync(path, cancellationToken);

    public Task EnsureContainersAsync(IEnumerable<string> containers, CancellationToken cancellationToken) =>
        inner.EnsureContainersAsync(containers, cancellationToken);

    public Task CheckAsync(IEnumerable<string> containers, CancellationToken cancellationToken) =>
        inner.CheckAsync(containers, cancellationToken);
}
