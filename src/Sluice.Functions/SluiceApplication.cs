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

/// <summary>Makes a Functions worker the Sluice app.</summary>
internal static class SluiceApplication
{
    /// <summary>Adds everything: services, functions, and what goes before they are served.</summary>
    /// <param name="builder">What builds the worker.</param>
    /// <param name="stateFolder">The folder that a relative path of the embedded warehouse is in.</param>
    /// <param name="wait">How long another process is waited for that has the embedded warehouse open.</param>
    /// <exception cref="SluiceSettingsException">A setting of telemetry is wrong.</exception>
    public static FunctionsApplicationBuilder ConfigureSluice(this FunctionsApplicationBuilder builder, string stateFolder, TimeSpan wait = default)
    {
        // Checking that all services can be made takes time at each start: it is for those who change them.
        var isDevelopment = builder.Environment.IsDevelopment();
        builder.ConfigureContainer(
            new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateOnBuild = isDevelopment, ValidateScopes = isDevelopment }));
        builder.Services.AddSluice(builder.Configuration, stateFolder, wait);

        // It tells once more what a function throws, with a stack trace; so does the host.
        builder.Logging.AddFilter("Microsoft.Azure.Functions.Worker.FunctionsApplication", LogLevel.None);
        builder.Services.AddSluiceTelemetry(TelemetrySettings.Read(builder.Configuration))?.UseFunctionsWorkerDefaults();
        builder.Services.AddSingleton<StartupTask>().AddHostedService(s => s.GetRequiredService<StartupTask>()).AddHostedService<LoadingService>();
        builder.Services.AddHostedService<HostWatch>();
        builder.Services.AddSingleton<UnscheduledSweeps>().AddHostedService(s => s.GetRequiredService<UnscheduledSweeps>());
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<ProblemMiddleware>();
        if (isDevelopment)
        {
            builder.UseMiddleware<LocalAccessMiddleware>();
        }

        builder.UseMiddleware<StartupMiddleware>().UseMiddleware<TriggerMiddleware>();
        builder.Services.DecorateFunctionMetadata();
        return builder;
    }
}
