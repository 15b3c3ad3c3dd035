using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sluice.Functions.Http;
using Sluice.Functions.Triggers;

namespace Sluice.Functions.Hosting;

/// <summary>Makes a Functions worker the Sluice app.</summary>
public static class SluiceApplication
{
    /// <summary>Adds everything: services, functions, and what goes before they are served.</summary>
    /// <exception cref="SluiceSettingsException">A setting is missing or wrong.</exception>
    /// <exception cref="Lake.LakeDefinitionException">The lake definition cannot be used.</exception>
    public static FunctionsApplicationBuilder ConfigureSluice(this FunctionsApplicationBuilder builder)
    {
        builder.ConfigureContainer(
            new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }));
        builder.Services.AddSluice(builder.Configuration);
        builder.Services.AddSluiceTelemetry(TelemetrySettings.Read(builder.Configuration))?.UseFunctionsWorkerDefaults();
        builder.Services.AddHostedService<Preparation>();
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<ProblemMiddleware>();
        builder.Services.DecorateFunctionMetadata();
        return builder;
    }
}
