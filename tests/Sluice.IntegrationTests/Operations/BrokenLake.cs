using Sluice.Lake;

namespace Sluice.IntegrationTests.Operations;

/// <summary>A lake that cannot be reached.</summary>
internal sealed class BrokenLake : ILakeStorage
{
    public const string Reason = "The lake's storage cannot be reached: Connection refused.";

    public Task<FileVersion?> FindAsync(string path, CancellationToken cancellationToken) => throw Fault();

    public IAsyncEnumerable<FileVersion> ListAsync(string container, string prefix, CancellationToken cancellationToken) => throw Fault();

    public IAsyncEnumerable<string> ListContainersAsync(string prefix, CancellationToken cancellationToken) => throw Fault();

    public Task<Stream> OpenReadAsync(FileVersion file, long offset, CancellationToken cancellationToken) => throw Fault();

    public Task<Stream> OpenWriteAsync(string path, CancellationToken cancellationToken) => throw Fault();

    public Task<FileVersion> UploadAsync(string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken) =>
        throw Fault();

    public Task<bool> TryCreateAsync(string path, Stream content, CancellationToken cancellationToken) => throw Fault();

    public Task DeleteAsync(string path, CancellationToken cancellationToken) => throw Fault();

    public Task EnsureContainersAsync(IEnumerable<string> containers, CancellationToken cancellationToken) => throw Fault();

    public Task CheckAsync(IEnumerable<string> containers, CancellationToken cancellationToken) => throw Fault();

    private static LakeUnavailableException Fault() => new(Reason, new IOException("Connection refused"));
}
