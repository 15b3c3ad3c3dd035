using System.Collections.Concurrent;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Sluice.Hosting;
using Sluice.Hosting.Telemetry;
using Sluice.Loading;
using Sluice.Telemetry;

namespace Sluice.IntegrationTests.Functions;

public sealed class TelemetryServicesTests
{
    private const string Insights = "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=http://127.0.0.1:1/";

    [Fact]
    public void Nothing_is_collected_where_nothing_is_to_go()
    {
        using var services = Services();
        Assert.Null(services.GetService<TracerProvider>());
        Assert.Null(services.GetService<MeterProvider>());
    }

    [Fact]
    public async Task Traces_metrics_and_logs_go_to_the_collector_that_is_named()
    {
        var received = new ConcurrentDictionary<string, int>();
        await using var collector = await CollectorAsync(received);
        using (var services = Services(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.First()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")))
        {
            var (tracing, metering) = (services.GetRequiredService<TracerProvider>(), services.GetRequiredService<MeterProvider>());
            LoadTraces.StartTrace("sweep")!.Dispose();
            LoadMetrics.GivenUp.Add(1);
            services.GetRequiredService<ILogger<Loader>>().Log(LogLevel.Warning, "A line of a test");
            Assert.True(tracing.ForceFlush());
            Assert.True(metering.ForceFlush());
            Assert.True(services.GetRequiredService<LoggerProvider>().ForceFlush());
        }

        Assert.Superset(new HashSet<string> { "/v1/traces", "/v1/metrics", "/v1/logs" }, received.Keys.ToHashSet());
    }

    [Fact]
    public void Telemetry_has_the_version_of_the_app()
    {
        using var services = Services(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1/"));

        Assert.Matches(@"^\d+\.\d+\.\d+(-[a-z0-9.]+)?$", SluiceVersion.Text);
        Assert.Equal(SluiceVersion.Text, LoadTraces.Source.Version);
        Assert.Equal(SluiceVersion.Text, LoadMetrics.Rows.Meter.Version);
        Assert.All<BaseProvider>(
            [services.GetRequiredService<TracerProvider>(), services.GetRequiredService<MeterProvider>()],
            p => Assert.Contains(new("service.version", SluiceVersion.Text), p.GetResource().Attributes));
    }

    [Fact]
    public void Application_Insights_is_signed_in_to_with_the_identity_and_gets_every_warning()
    {
        using var services = Services(
            ("APPLICATIONINSIGHTS_CONNECTION_STRING", Insights),
            ("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "ClientId=11111111-1111-1111-1111-111111111111;Authorization=AAD"));
        var options = services.GetRequiredService<IOptionsMonitor<AzureMonitorExporterOptions>>().CurrentValue;
        Assert.Equal(Insights, options.ConnectionString);
        Assert.IsType<ManagedIdentityCredential>(options.Credential);
        Assert.False(options.EnableTraceBasedLogsSampler);
    }

    [Fact]
    public void Application_Insights_that_takes_telemetry_of_anybody_needs_no_identity() =>
        Assert.Null(Read(("APPLICATIONINSIGHTS_CONNECTION_STRING", Insights)).Credential);

    [Theory]
    [InlineData("Authorization=Basic")]
    [InlineData("ClientId=11111111-1111-1111-1111-111111111111")]
    [InlineData("nonsense")]
    public void A_sign_in_of_another_kind_stops_the_start_with_one_sentence(string authentication)
    {
        var refused = Assert.Throws<SluiceSettingsException>(() => Read(("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", authentication)));
        Assert.StartsWith("The setting APPLICATIONINSIGHTS_AUTHENTICATION_STRING can only be Authorization=AAD", refused.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            authentication, refused.Message.Replace("Authorization=AAD", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static TelemetrySettings Read(params (string Name, string? Value)[] settings) =>
        TelemetrySettings.Read(TestSettings.With(settings));

    private static ServiceProvider Services(params (string Name, string? Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton(TestSettings.With(settings)).AddLogging().AddSluiceTelemetry(Read(settings));
        return services.BuildServiceProvider();
    }

    private static async Task<WebApplication> CollectorAsync(ConcurrentDictionary<string, int> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/{**path}", (HttpRequest request) => received.AddOrUpdate(request.Path.Value!, 1, (_, n) => n + 1));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
