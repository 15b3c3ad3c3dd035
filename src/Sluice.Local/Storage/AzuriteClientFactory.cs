using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Sluice.AzureStorage;

namespace Sluice.Local.Storage;

/// <summary>
/// Makes the WebJobs SDK's clients use the API version of the lake's own client with an emulator, and adds a <see cref="ListingPolicy"/> to
/// the blob clients.
/// </summary>
/// <param name="inner">The SDK's factory.</param>
/// <param name="policy">The policy.</param>
internal sealed class AzuriteClientFactory(AzureComponentFactory inner, ListingPolicy policy) : AzureComponentFactory
{
    /// <inheritdoc/>
    public override TokenCredential CreateTokenCredential(IConfiguration configuration) => inner.CreateTokenCredential(configuration);

    /// <inheritdoc/>
    public override object CreateClientOptions(Type optionsType, object? serviceVersion, IConfiguration configuration)
    {
        var options = inner.CreateClientOptions(optionsType, VersionOf(optionsType) ?? serviceVersion, configuration);
        (options as BlobClientOptions)?.AddPolicy(policy, HttpPipelinePosition.PerCall);
        return options;
    }

    /// <inheritdoc/>
    public override object CreateClient(Type clientType, IConfiguration configuration, TokenCredential credential, object clientOptions)
        => inner.CreateClient(clientType, configuration, credential, clientOptions);

    private static object? VersionOf(Type optionsType) =>
        optionsType == typeof(BlobClientOptions) ? LakeStorageSettings.EmulatorVersion
        : optionsType == typeof(QueueClientOptions) ? QueueClientOptions.ServiceVersion.V2023_11_03
        : null;
}
