using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Sluice.Operations;

namespace Sluice.AzureStorage;

/// <summary>
/// The dead letters that Event Grid writes into a container: blobs of JSON arrays of events. Safe for concurrent use.
/// </summary>
/// <param name="container">The container, of <see cref="HostStorageSettings.CreateContainerClient"/>. It need not be there.</param>
public sealed class BlobDeadLetters(BlobContainerClient container) : IDeadLetters
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<DeadLetter> ReadAsync(int most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var name in await TranslateAsync(() => ListAsync(most, cancellationToken)))
        {
            if (await TranslateAsync(() => ReadAsync(name, cancellationToken)) is { } text)
            {
                yield return new DeadLetter(name, text);
            }
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(DeadLetter letter, CancellationToken cancellationToken) =>
        TranslateAsync(() => container.DeleteBlobIfExistsAsync(letter.Name, cancellationToken: cancellationToken));

    private async Task<List<string>> ListAsync(int most, CancellationToken cancellationToken)
    {
        List<string> names = [];
        try
        {
            await foreach (var blob in container.GetBlobsAsync(cancellationToken: cancellationToken))
            {
                if (names.Count == most)
                {
                    break;
                }

                names.Add(blob.Name);
            }
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            // Nothing subscribes to events, so nothing is undelivered.
        }

        return names;
    }

    private async Task<string?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await container.GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value.Content.ToString();
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private async Task<T> TranslateAsync<T>(Func<Task<T>> request)
    {
        try
        {
            return await request();
        }
        catch (Exception e) when (StorageError.From(e) is { } error)
        {
            throw new IOException($"The container {container.Name} of undelivered events cannot be used: {error.Reason}", e);
        }
    }
}
