using Sluice.Loading;

namespace Sluice.IntegrationTests.Functions;

/// <summary>A lake whose files are there but cannot be read.</summary>
internal sealed class BrokenReads(ILakeStorage lake) : ILakeStorage
{
    public Task<Stream> OpenReadAsync(LakeFile file, long offset, CancellationToken cancellationToken) =>
        throw new IOException("The storage does not answer.");

    public Task<LakeFile?> FindAsync(string path, CancellationToken cancellationToken) => lake.FindAsync(path, cancellationToken);

    public IAsyncEnumerable<LakeFile> ListAsync(string container, string prefix, CancellationToken cancellationToken) =>
        lake.ListAsync(container, prefix, cancellationToken);

    public Task<Stream> OpenWriteAsync(string path, CancellationToken cancellationToken) => lake.OpenWriteAsync(path, cancellationToken);

    public Task<LakeFile> UploadAsync(string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken) =>
        lake.UploadAsync(path, content, progress, cancellationToken);

    public Task EnsureContainersAsync(IEnumerable<string> containers, CancellationToken cancellationToken) =>
        lake.EnsureContainersAsync(containers, cancellationToken);

    public Task CheckAsync(IEnumerable<string> containers, CancellationToken cancellationToken) => lake.CheckAsync(containers, cancellationToken);
}
