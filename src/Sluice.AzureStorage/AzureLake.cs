using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Sluice.Lake;

namespace Sluice.AzureStorage;

/// <summary>
/// The lake on Azure Blob Storage (or Azurite). A file's path is its container, <c>/</c> and the blob's name; its ETag is written
/// without quotes, the same whether it comes from a listing or from the blob. Safe for concurrent use.
/// </summary>
public sealed class AzureLake : ILakeStorage
{
    /// <summary>The bytes of one ranged download. A reader holds one chunk and <see cref="LakeReadStream.ReadAhead"/> more.</summary>
    internal const int ChunkSize = 4 * 1024 * 1024;

    private const BlobTraits Traits = BlobTraits.Metadata | BlobTraits.CopyStatus;

    private readonly BlobServiceClient service;
    private readonly int chunkSize;

    /// <summary>Creates the lake of a storage account. Create the client with <see cref="LakeStorageSettings.CreateClient"/>.</summary>
    public AzureLake(BlobServiceClient service)
        : this(service, ChunkSize)
    {
    }

    internal AzureLake(BlobServiceClient service, int chunkSize)
    {
        this.service = service;
        this.chunkSize = chunkSize;
    }

    /// <inheritdoc/>
    public async Task<FileVersion?> FindAsync(string path, CancellationToken cancellationToken) =>
        LakePath.TryParse(path, out var parsed)
            ? await StorageError.TranslateAsync(() => FindBlobAsync(parsed, cancellationToken))
            : null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<FileVersion> ListAsync(
        string container, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = service.GetBlobContainerClient(container)
            .GetBlobsAsync(
                new GetBlobsOptions { Prefix = prefix, Traits = Traits }, cancellationToken)
            .AsPages();
        await using var page = pages.GetAsyncEnumerator(cancellationToken);
        while (await StorageError.TranslateAsync(() => MoveNextAsync(page)))
        {
            foreach (var blob in page.Current.Values.Where(b => !BlobFacts.IsFolder(b.Metadata, b.Properties.ContentLength)))
            {
                yield return BlobFacts.ToVersion($"{container}/{blob.Name}", blob.Properties);
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LakeItem> ListFolderAsync(
        string container, string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = service.GetBlobContainerClient(container)
            .GetBlobsByHierarchyAsync(
                new GetBlobsByHierarchyOptions { Prefix = folder, Delimiter = "/", Traits = Traits }, cancellationToken)
            .AsPages();
        await using var page = pages.GetAsyncEnumerator(cancellationToken);
        while (await StorageError.TranslateAsync(() => MoveNextAsync(page)))
        {
            foreach (var item in page.Current.Values)
            {
                if (item.IsPrefix)
                {
                    yield return new LakeItem(null, item.Prefix);
                }
                else if (!BlobFacts.IsFolder(item.Blob.Metadata, item.Blob.Properties.ContentLength))
                {
                    yield return new LakeItem(BlobFacts.ToVersion($"{container}/{item.Blob.Name}", item.Blob.Properties), null);
                }
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListContainersAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = service.GetBlobContainersAsync(prefix: prefix, cancellationToken: cancellationToken).AsPages();
        await using var page = pages.GetAsyncEnumerator(cancellationToken);
        while (await StorageError.TranslateAsync(() => page.MoveNextAsync().AsTask()))
        {
            foreach (var container in page.Current.Values)
            {
                yield return container.Name;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenReadAsync(FileVersion file, long offset, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, file.Length);
        var blob = Blob<BlobBaseClient>(file.Path, static (container, name) => container.GetBlobBaseClient(name));
        var stream = new LakeReadStream(blob, file, offset, chunkSize);
        try
        {
            await StorageError.TranslateAsync(() => stream.OpenAsync(cancellationToken));
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenWriteAsync(string path, CancellationToken cancellationToken)
    {
        var blob = Blob<BlockBlobClient>(path, static (container, name) => container.GetBlockBlobClient(name));
        await CreateContainerAsync(blob.BlobContainerName, cancellationToken);
        return new LakeWriteStream(blob, CsvHeaders(), ChunkSize);
    }

    /// <inheritdoc/>
    public async Task<FileVersion> UploadAsync(string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await UploadAsync(path, content, new BlobUploadOptions { ProgressHandler = progress }, cancellationToken);

        // The answer to an upload lacks the length and the creation time. If another upload came in between, its version is returned.
        return await FindAsync(path, cancellationToken) ?? throw new LakeFileChangedException(path);
    }

    /// <inheritdoc/>
    public async Task<bool> TryCreateAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        var ifThereIsNone = new BlobRequestConditions { IfNoneMatch = ETag.All };
        try
        {
            await UploadAsync(path, content, new BlobUploadOptions { Conditions = ifThereIsNone }, cancellationToken);
            return true;
        }
        catch (LakeUnavailableException e) when (e.InnerException is RequestFailedException { ErrorCode: "BlobAlreadyExists" })
        {
            return false;
        }
    }

    private async Task UploadAsync(string path, Stream content, BlobUploadOptions options, CancellationToken cancellationToken)
    {
        var blob = Blob<BlobClient>(path, static (container, name) => container.GetBlobClient(name));
        await CreateContainerAsync(blob.BlobContainerName, cancellationToken);
        options.HttpHeaders = CsvHeaders();
        options.TransferOptions = new StorageTransferOptions
        {
            InitialTransferSize = ChunkSize,
            MaximumTransferSize = ChunkSize,
            MaximumConcurrency = 2,
        };
        await StorageError.TranslateAsync(() => blob.UploadAsync(content, options, cancellationToken));
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string path, CancellationToken cancellationToken) => StorageError.TranslateAsync(
        () => Blob<BlobClient>(path, static (container, name) => container.GetBlobClient(name))
            .DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken));

    /// <inheritdoc/>
    public Task EnsureContainersAsync(IEnumerable<string> containers, CancellationToken cancellationToken) =>
        Task.WhenAll(containers.Distinct(StringComparer.Ordinal).Select(c => CreateContainerAsync(c, cancellationToken)));

    /// <inheritdoc/>
    public Task CheckAsync(IEnumerable<string> containers, CancellationToken cancellationToken) =>
        Task.WhenAll(containers.Distinct(StringComparer.Ordinal)
            .Select(c => StorageError.TranslateAsync(
                () => service.GetBlobContainerClient(c).GetPropertiesAsync(cancellationToken: cancellationToken))));

    // A missing container has no files.
    private static async Task<bool> MoveNextAsync<T>(IAsyncEnumerator<Page<T>> page)
        where T : notnull
    {
        try
        {
            return await page.MoveNextAsync();
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            return false;
        }
    }

    private static BlobHttpHeaders CsvHeaders() => new() { ContentType = "text/csv" };

    // The path breaks the naming rules of containers or blobs, so no such file can exist.
    private static bool IsNoName(RequestFailedException e) =>
        e.Status == 400 && (e.ErrorCode == BlobErrorCode.InvalidResourceName || e.ErrorCode == BlobErrorCode.OutOfRangeInput
            || e.ErrorCode == BlobErrorCode.InvalidUri);

    private async Task<FileVersion?> FindBlobAsync(LakePath path, CancellationToken cancellationToken)
    {
        try
        {
            var blob = service.GetBlobContainerClient(path.Container).GetBlobClient(path.Name);
            BlobProperties properties = await blob.GetPropertiesAsync(cancellationToken: cancellationToken);
            return BlobFacts.IsFolder(properties.Metadata, properties.ContentLength)
                ? null
                : BlobFacts.ToVersion(path.ToString(), properties);
        }
        catch (RequestFailedException e) when (e.Status == 404 || IsNoName(e))
        {
            return null;
        }
    }

    private TClient Blob<TClient>(string path, Func<BlobContainerClient, string, TClient> create) =>
        LakePath.TryParse(path, out var parsed)
            ? create(service.GetBlobContainerClient(parsed.Container), parsed.Name)
            : throw new ArgumentException(LakePath.FindFault(path), nameof(path));

    private Task CreateContainerAsync(string container, CancellationToken cancellationToken) => StorageError.TranslateAsync(async () =>
    {
        // Check first: creating needs an extra permission, which the app may lack if the containers exist already.
        var client = service.GetBlobContainerClient(container);
        if (!await client.ExistsAsync(cancellationToken))
        {
            await client.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }
    });
}
