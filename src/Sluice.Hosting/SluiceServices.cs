using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Analytics;
using Sluice.Analytics.Model;
using Sluice.Analytics.Reports;
using Sluice.Analytics.Requests;
using Sluice.AzureStorage;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Triggers;
using Sluice.Hosting.Warehouses;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Validation;
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
    /// <exception cref="LakeDefinitionException">The lake definition or a report cannot be used.</exception>
    public static IServiceCollection AddSluice(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = SluiceSettings.Read(configuration);
        var lake = LakeDefinitionFile.Load(settings.LakeDefinition);
        var model = AnalyticsModel.From(lake);
        var reports = ReportCatalog.Load(settings.LakeDefinition, model);
        return services.AddSluice(configuration, Environment.CurrentDirectory)
            .AddSingleton(settings).AddSingleton(lake).AddSingleton(model).AddSingleton(reports);
    }

    /// <summary>
    /// Adds the same without reading a setting: each service is made when it is first asked for, and tells then what is wrong with the
    /// settings that it needs.
    /// </summary>
    /// <param name="services">What it is added to.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="stateFolder">The folder that a relative path of the embedded warehouse is in.</param>
    /// <param name="wait">How long another process is waited for that has the embedded warehouse open.</param>
    internal static IServiceCollection AddSluice(
        this IServiceCollection services, IConfiguration configuration, string stateFolder, TimeSpan wait = default)
    {
        UriFunctions.Register();
        return services
            .AddLogging(QuietStorage)
            .AddSingleton(_ => SluiceSettings.Read(configuration))
            .AddSingleton(s => LakeDefinitionFile.Load(Settings(s).LakeDefinition))
            .AddSingleton(s => Settings(s).Loader)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ILakeStorage>(s => new AzureLake(Settings(s).LakeStorage.CreateClient()))
            .AddSingleton(s => Settings(s).WarehouseProvider.Open(Settings(s).WarehouseConnectionString, stateFolder, wait, new WarningLines()))
            .AddSingleton<ILedgerReader>(s => s.GetRequiredService<IWarehouse>())
            .AddSingleton<IWarehouseSetup>(s => s.GetRequiredService<IWarehouse>())
            .AddSingleton(Queries)
            .AddSingleton(s => Settings(s).Query)
            .AddSingleton(s => AnalyticsModel.From(s.GetRequiredService<LakeDefinition>()))
            .AddSingleton(s => ReportCatalog.Load(Settings(s).LakeDefinition, s.GetRequiredService<AnalyticsModel>()))
            .AddSingleton<Startup>()
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
    }

    private static SluiceSettings Settings(IServiceProvider services) => services.GetRequiredService<SluiceSettings>();

    private static IWarehouseQueries Queries(IServiceProvider services)
    {
        Settings(services).WarehouseProvider.ReserveThreads(Settings(services).Query);
        return services.GetRequiredService<IWarehouse>().Queries;
    }

    // To the clients of the storage every 404, 409 and 412 is worth a warning: they are how one asks whether something is there, or first.
    // Whoever asked says what else goes wrong.
    private static void QuietStorage(ILoggingBuilder logging) => logging.AddFilter("Azure", LogLevel.Error);
}
