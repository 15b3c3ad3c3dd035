using System.Runtime.CompilerServices;
using Sluice.Lake;

namespace Sluice.Benchmarks.Latency;

/// <summary>A lake that is far away: each request waits before it is answered.</summary>
/// <param name="inner">The lake that answers.</param>
/// <param name="latency">How long each request waits.</param>
internal sealed class SlowLake(ILakeStorage inner, TimeSpan latency) : ILakeStorage
{
    /// <inheritdoc/>
    public async Task<FileVersion?> FindAsync(string path, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.FindAsync(path, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<FileVersion> ListAsync(
        string container, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await foreach (var file in inner.ListAsync(container, prefix, cancellationToken))
        {
            yield return file;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LakeItem> ListFolderAsync(
        string container, string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await foreach (var item in inner.ListFolderAsync(container, folder, cancellationToken))
        {
            yield return item;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListContainersAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await foreach (var container in inner.ListContainersAsync(prefix, cancellationToken))
        {
            yield return container;
        }
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenReadAsync(FileVersion file, long offset, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.OpenReadAsync(file, offset, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenWriteAsync(string path, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.OpenWriteAsync(path, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<FileVersion> UploadAsync(string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.UploadAsync(path, content, progress, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> TryCreateAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.TryCreateAsync(path, content, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await inner.DeleteAsync(path, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task EnsureContainersAsync(IEnumerable<string> containers, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await inner.EnsureContainersAsync(containers, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task CheckAsync(IEnumerable<string> containers, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await inner.CheckAsync(containers, cancellationToken);
    }
}
