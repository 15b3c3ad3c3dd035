using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Functions.Triggers;
using Sluice.Hosting;
using Sluice.Hosting.Telemetry;

namespace Sluice.Functions.Hosting;

/// <summary>Makes a Functions worker the Sluice app.</summary>
internal static class SluiceApplication
{
    /// <summary>Adds everything: services, functions, and what goes before they are served.</summary>
    /// <param name="builder">What builds the worker.</param>
    /// <param name="preparation">What the functions wait for; it may have begun.</param>
    /// <exception cref="SluiceSettingsException">A setting of telemetry is wrong.</exception>
    public static FunctionsApplicationBuilder ConfigureSluice(this FunctionsApplicationBuilder builder, Preparation preparation)
    {
        // Checking that all services can be made takes time at each start: it is for those who change them.
        var isDevelopment = builder.Environment.IsDevelopment();
        builder.ConfigureContainer(
            new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateOnBuild = isDevelopment, ValidateScopes = isDevelopment }));
        builder.Services.AddSluice(preparation.Foundation);

        // It tells once more what a function throws, with a stack trace; so does the host.
        builder.Logging.AddFilter("Microsoft.Azure.Functions.Worker.FunctionsApplication", LogLevel.None);
        builder.Services.AddSluiceTelemetry(TelemetrySettings.Read(builder.Configuration))?.UseFunctionsWorkerDefaults();
        builder.Services.AddSingleton(preparation).AddHostedService(_ => preparation).AddHostedService<LoadingService>();
        builder.Services.AddHostedService<HostWatch>();
        builder.Services.AddSingleton<UnscheduledSweeps>().AddHostedService(s => s.GetRequiredService<UnscheduledSweeps>());
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<ProblemMiddleware>();
        if (isDevelopment)
        {
            builder.UseMiddleware<LocalAccessMiddleware>();
        }

        builder.UseMiddleware<PreparationMiddleware>().UseMiddleware<TriggerMiddleware>();
        builder.Services.DecorateFunctionMetadata();
        return builder;
    }
}
