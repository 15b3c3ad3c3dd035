using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Analytics;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Triggers;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Hosting;

/// <summary>Puts Sluice together.</summary>
public static class SluiceServices
{
    /// <summary>
    /// Adds lake, warehouse, loader, sweeper and the functions over them, as the settings say. Nothing is reached yet, and the warehouse
    /// is still to be prepared. A relative path of the embedded warehouse is one in the working directory.
    /// </summary>
    /// <exception cref="SluiceSettingsException">A setting is missing or wrong.</exception>
    /// <exception cref="LakeDefinitionException">The lake definition cannot be used.</exception>
    public static IServiceCollection AddSluice(this IServiceCollection services, IConfiguration configuration)
    {
        var foundation = new Foundation(configuration, Environment.CurrentDirectory);
        foundation.Check();
        return services.AddSluice(foundation);
    }

    /// <summary>Adds the same over a foundation, of which nothing is made yet.</summary>
    internal static IServiceCollection AddSluice(this IServiceCollection services, Foundation foundation) =>
        services
            .AddLogging(QuietStorage)
            .AddSingleton(_ => foundation.Settings)
            .AddSingleton(_ => foundation.Lake)
            .AddSingleton(_ => foundation.Settings.Loader)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(_ => foundation.Storage)
            .AddSingleton(_ => foundation.Warehouse)
            .AddSingleton(provider => foundation.Settings.WarehouseProvider.Queries(provider.GetRequiredService<IWarehouse>(), foundation.Settings.Query))
            .AddSingleton(_ => foundation.Settings.Query)
            .AddSingleton(_ => foundation.Model)
            .AddSingleton(_ => foundation.Reports)
            .AddSingleton<ModelDocuments>()
            .AddSingleton<OpenApiDocument>()
            .AddSingleton<DashboardFiles>()
            .AddSingleton<AnalyticsService>()
            .AddSingleton<Loader>()
            .AddSingleton<Sweeper>()
            .AddSingleton<TriggerFailures>()
            .AddTransient<IngestFunction>()
            .AddTransient<PoisonFunction>()
            .AddTransient<SweepFunction>()
            .AddTransient<SweepNowFunction>()
            .AddTransient<HealthFunction>()
            .AddTransient<LoadsFunction>()
            .AddTransient<DataFunction>()
            .AddTransient<ReportsFunction>()
            .AddTransient<OpenApiFunction>()
            .AddTransient<DashboardFunction>();

    // To the clients of the storage every 404, 409 and 412 is worth a warning: they are how one asks whether something is there, or first.
    // Whoever asked says what else goes wrong.
    private static void QuietStorage(ILoggingBuilder logging) => logging.AddFilter("Azure", LogLevel.Error);
}
