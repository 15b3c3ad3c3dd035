using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Analytics;
using Sluice.Analytics.Model;
using Sluice.Analytics.Reports;
using Sluice.AzureStorage;
using Sluice.Functions.Http;
using Sluice.Functions.Triggers;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Functions;

/// <summary>Puts Sluice together.</summary>
public static class SluiceServices
{
    /// <summary>
    /// Adds lake, warehouse, loader, sweeper and the functions over them, as the settings say. Nothing is reached yet, and the warehouse
    /// is still to be prepared.
    /// </summary>
    /// <exception cref="SluiceSettingsException">A setting is missing or wrong.</exception>
    /// <exception cref="LakeDefinitionException">The lake definition cannot be used.</exception>
    public static IServiceCollection AddSluice(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = SluiceSettings.Read(configuration);
        var lake = LakeDefinition.Load(settings.LakeDefinition);
        var model = AnalyticsModel.Of(lake);
        return services
            .AddSingleton(settings)
            .AddSingleton(lake)
            .AddSingleton(settings.Loader)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ILakeStorage>(_ => new AzureLake(settings.LakeStorage.CreateClient()))
            .AddSingleton(provider => settings.WarehouseProvider.Open(settings.WarehouseConnectionString, provider))
            .AddSingleton(provider => settings.WarehouseProvider.Queries(provider.GetRequiredService<IWarehouse>()))
            .AddSingleton(settings.Query)
            .AddSingleton(model)
            .AddSingleton(ReportCatalog.Load(settings.LakeDefinition, model))
            .AddSingleton<ModelDocuments>()
            .AddSingleton<OpenApiDocument>()
            .AddSingleton<DashboardFiles>()
            .AddSingleton<AnalyticsService>()
            .AddSingleton<Loader>()
            .AddSingleton<Sweeper>()
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
}
