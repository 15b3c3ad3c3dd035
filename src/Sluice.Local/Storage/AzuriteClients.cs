using Microsoft.Extensions.Azure;
using Microsoft.Extensions.DependencyInjection;
using Sluice.AzureStorage;
using Sluice.Lake.Definition;

namespace Sluice.Local.Storage;

/// <summary>Adapts the storage clients of the WebJobs SDK to Azurite.</summary>
internal static class AzuriteClients
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Adapts the clients if the storage is an emulator. Call this after the SDK has registered its factory of clients.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="lake">The lake definition.</param>
    /// <param name="storage">The storage's connection string.</param>
    public static IServiceCollection AdaptToAzurite(this IServiceCollection services, LakeDefinition lake, string storage)
    {
        if (LakeStorageSettings.FromConnectionString(storage).IsEmulator)
        {
            Decorate(services, new ListingPolicy(lake.Containers.Count == 1 ? Hold : TimeSpan.Zero, TimeProvider.System));
        }

        return services;
    }

    private static void Decorate(IServiceCollection services, ListingPolicy policy)
    {
        var inner = services.Last(s => s.ServiceType == typeof(AzureComponentFactory));
        services.Remove(inner);
        services.AddSingleton<AzureComponentFactory>(provider => new AzuriteClientFactory(
            (AzureComponentFactory)(inner.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!)),
            policy));
    }
}
