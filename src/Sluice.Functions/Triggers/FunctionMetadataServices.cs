using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Hosting;
using Sluice.Lake.Definition;

namespace Sluice.Functions.Triggers;

/// <summary>Replaces the worker's list of functions by <see cref="DatasetFunctions"/>.</summary>
internal static class FunctionMetadataServices
{
    /// <summary>
    /// Wraps the last registered provider, which is the one that is resolved. Call this after the worker has registered its own.
    /// </summary>
    public static IServiceCollection DecorateFunctionMetadata(this IServiceCollection services)
    {
        var inner = services.Last(d => d.ServiceType == typeof(IFunctionMetadataProvider));
        return services.AddSingleton<IFunctionMetadataProvider>(provider => new DatasetFunctions(
            (IFunctionMetadataProvider)Create(inner, provider), provider.GetRequiredService<LakeDefinition>(),
            provider.GetRequiredService<SluiceSettings>().BlobTriggerSource,
            provider.GetRequiredService<SluiceSettings>().Access.Mode));
    }

    private static object Create(ServiceDescriptor descriptor, IServiceProvider provider) =>
        descriptor.ImplementationInstance
        ?? descriptor.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!);
}
