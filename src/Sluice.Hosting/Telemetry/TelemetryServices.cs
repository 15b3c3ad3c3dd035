using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Resources;
using Sluice.Telemetry;

namespace Sluice.Hosting.Telemetry;

/// <summary>Sends telemetry where the settings say.</summary>
public static class TelemetryServices
{
    /// <summary>Collects traces, metrics and logs, if there is somewhere to send them to.</summary>
    /// <returns>What collects them, to be told more, or <see langword="null"/> if nothing does.</returns>
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

                // Five traces a second are enough to look at, but no warning is one too many. Metrics count all.
                o.EnableTraceBasedLogsSampler = false;
            });
        }

        return telemetry;
    }
}
