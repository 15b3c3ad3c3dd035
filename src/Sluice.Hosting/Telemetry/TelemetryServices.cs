using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Resources;
using Sluice.Telemetry;

namespace Sluice.Hosting.Telemetry;

/// <summary>Registers OpenTelemetry.</summary>
internal static class TelemetryServices
{
    /// <summary>Collects traces, metrics and logs, if the settings name a destination.</summary>
    /// <returns>The builder, to add more sources, or <see langword="null"/> if there is no destination.</returns>
    public static OpenTelemetryBuilder? AddSluiceTelemetry(this IServiceCollection services, TelemetrySettings settings) =>
        settings is { ApplicationInsights: null, Otlp: false } ? null : Collect(services, settings);

    /// <summary>Collects the traces and metrics of loads, with the version of Sluice.</summary>
    public static OpenTelemetryBuilder AddSluice(this OpenTelemetryBuilder telemetry) => telemetry
        .ConfigureResource(r => r.AddAttributes([new("service.version", SluiceVersion.Text)]))
        .WithTracing(t => t.AddSource(LoadTraces.Name))
        .WithMetrics(m => m.AddMeter(LoadMetrics.Name));

    private static OpenTelemetryBuilder Collect(IServiceCollection services, TelemetrySettings settings)
    {
        var telemetry = services.AddOpenTelemetry().AddSluice();
        telemetry.WithLogging(null, o => o.IncludeFormattedMessage = true);
        if (settings.Otlp)
        {
            telemetry.UseOtlpExporter();
        }

        if (settings.ApplicationInsights is not null)
        {
            telemetry.UseAzureMonitorExporter(o =>
            {
                o.ConnectionString = settings.ApplicationInsights;
                o.Credential = settings.Credential;

                // The sampler keeps five traces a second. Logs must not be sampled with them: every warning counts.
                o.EnableTraceBasedLogsSampler = false;
            });
        }

        return telemetry;
    }
}
