using Azure.Core;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;

namespace Sluice.Local.Triggers;

/// <summary>Gives the blob clients that the WebJobs SDK makes a <see cref="ListingPolicy"/>.</summary>
/// <param name="inner">Makes the clients.</param>
/// <param name="policy">The policy.</param>
internal sealed class AzuriteClientFactory(AzureComponentFactory inner, ListingPolicy policy) : AzureComponentFactory
{
    /// <inheritdoc/>
    public override TokenCredential CreateTokenCredential(IConfiguration configuration) => inner.CreateTokenCredential(configuration);

    /// <inheritdoc/>
    public override object CreateClientOptions(Type optionsType, object? serviceVersion, IConfiguration configuration)
    {
        var options = inner.CreateClientOptions(optionsType, serviceVersion, configuration);
        (options as BlobClientOptions)?.AddPolicy(policy, HttpPipelinePosition.PerCall);
        return options;
    }

    /// <inheritdoc/>
    public override object CreateClient(Type clientType, IConfiguration configuration, TokenCredential credential, object clientOptions)
        => inner.CreateClient(clientType, configuration, credential, clientOptions);
}
