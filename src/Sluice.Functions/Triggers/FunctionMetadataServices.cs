using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Hosting;
using Sluice.Lake;

namespace Sluice.Functions.Triggers;

/// <summary>Puts <see cref="DatasetFunctions"/> in the place of the worker's own list of functions.</summary>
internal static class FunctionMetadataServices
{
    /// <summary>Wraps the provider that counts, which is the last of those that the worker has registered by now.</summary>
    public static IServiceCollection DecorateFunctionMetadata(this IServiceCollection services)
    {
        var inner = services.Last(d => d.ServiceType == typeof(IFunctionMetadataProvider));
        return services.AddSingleton<IFunctionMetadataProvider>(provider => new DatasetFunctions(
            (IFunctionMetadataProvider)Create(inner, provider), provider.GetRequiredService<LakeDefinition>(),
            provider.GetRequiredService<SluiceSettings>().BlobTriggerSource));
    }

    private static object Create(ServiceDescriptor descriptor, IServiceProvider provider) =>
        descriptor.ImplementationInstance
        ?? descriptor.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!);
}
