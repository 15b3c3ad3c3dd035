using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sluice.AzureStorage;
using Sluice.Lake;
using Sluice.Loading;

namespace Sluice.Functions;

/// <summary>Registers the services of the app.</summary>
public static class SluiceServices
{
    /// <summary>Adds lake, warehouse, loader and sweeper, by the settings of a configuration.</summary>
    /// <exception cref="SluiceSettingsException">A setting is missing or wrong.</exception>
    /// <exception cref="LakeDefinitionException">The lake definition cannot be used.</exception>
    public static IServiceCollection AddSluice(this IServiceCollection services, IConfiguration configuration)
    {
        IWarehouseProvider[] providers = [new DuckDbProvider()];
        var settings = SluiceSettings.Read(configuration);
        var provider = Array.Find(providers, p => p.Name == settings.WarehouseProvider) ?? throw new SluiceSettingsException(
            $"The setting Warehouse__Provider is \"{settings.WarehouseProvider}\" and should be {string.Join(" or ", providers.Select(p => p.Name))}.");
        return services
            .AddSingleton(settings)
            .AddSingleton(settings.Load)
            .AddSingleton(LakeDefinition.Load(settings.LakeDefinition))
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ILakeStorage>(_ => new AzureLake(settings.LakeStorage.CreateClient()))
            .AddSingleton(_ => provider.Open(settings.WarehouseConnectionString))
            .AddSingleton<Loader>()
            .AddSingleton<Sweeper>();
    }

    /// <summary>Makes one blob-triggered function per dataset of the template; call it after the worker's own services are there.</summary>
    public static IServiceCollection AddIngestFunctions(this IServiceCollection services)
    {
        // The worker registers several providers and takes the last one.
        var inner = services.Last(s => s.ServiceType == typeof(IFunctionMetadataProvider));
        return services.AddSingleton<IFunctionMetadataProvider>(s => new IngestFunctionProvider(
            (IFunctionMetadataProvider)(inner.ImplementationInstance
                ?? inner.ImplementationFactory?.Invoke(s)
                ?? ActivatorUtilities.CreateInstance(s, inner.ImplementationType!)),
            s.GetRequiredService<LakeDefinition>(),
            s.GetRequiredService<SluiceSettings>()));
    }
}
