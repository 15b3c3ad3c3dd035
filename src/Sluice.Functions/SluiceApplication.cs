using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Functions.Hosting;
using Sluice.Functions.Triggers;
using Sluice.Hosting;
using Sluice.Hosting.Telemetry;

namespace Sluice.Functions;

/// <summary>Composes the Functions app.</summary>
internal static class SluiceApplication
{
    /// <summary>Adds the services, the middleware and the functions of Sluice.</summary>
    /// <param name="builder">The builder of the worker.</param>
    /// <param name="stateFolder">The folder that a path of the embedded warehouse is relative to.</param>
    /// <param name="wait">How long to wait for another process to close the embedded warehouse.</param>
    /// <exception cref="SluiceSettingsException">A setting of telemetry is wrong.</exception>
    public static FunctionsApplicationBuilder ConfigureSluice(
        this FunctionsApplicationBuilder builder, string stateFolder, TimeSpan wait = default)
    {
        // Validating all services takes time at each start, so do it only during development.
        var isDevelopment = builder.Environment.IsDevelopment();
        builder.ConfigureContainer(
            new DefaultServiceProviderFactory(
                new ServiceProviderOptions { ValidateOnBuild = isDevelopment, ValidateScopes = isDevelopment }));
        builder.Services.AddSluice(builder.Configuration, stateFolder, wait).AddWorkQueue(builder.Configuration)
            .ReadDefinitionAhead(builder.Configuration);

        // The worker logs again, with a stack trace, what a function throws; the host does too.
        builder.Logging.AddFilter("Microsoft.Azure.Functions.Worker.FunctionsApplication", LogLevel.None);
        builder.Services.AddSluiceTelemetry(TelemetrySettings.Read(builder.Configuration))?.UseFunctionsWorkerDefaults();
        builder.Services.AddSingleton<StartupTask>()
            .AddHostedService(s => s.GetRequiredService<StartupTask>())
            .AddHostedService<LoadingService>();
        builder.Services.AddHostedService<HostWatch>();
        builder.Services.AddSingleton<UnscheduledSweeps>().AddHostedService(s => s.GetRequiredService<UnscheduledSweeps>());
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<ProblemMiddleware>();
        if (isDevelopment)
        {
            builder.UseMiddleware<LocalAccessMiddleware>();
        }

        builder.UseMiddleware<AccessMiddleware>().UseMiddleware<StartupMiddleware>().UseMiddleware<TriggerMiddleware>();
        builder.Services.DecorateFunctionMetadata();
        return builder;
    }
}
