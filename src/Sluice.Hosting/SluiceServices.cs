using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Analytics;
using Sluice.Analytics.Access;
using Sluice.Analytics.Model;
using Sluice.Analytics.Reports;
using Sluice.Analytics.Requests;
using Sluice.AzureStorage;
using Sluice.Folder;
using Sluice.Hosting.Access;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Triggers;
using Sluice.Hosting.Warehouses;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Loading;
using Sluice.Operations;
using Sluice.Telemetry;
using Sluice.Validation;
using Sluice.Warehouse;

namespace Sluice.Hosting;

/// <summary>Registers the services that both hosts share.</summary>
internal static class SluiceServices
{
    /// <summary>
    /// Adds the lake, the warehouse, the loader, the operations and the functions. Reads the settings and the lake definition, but connects
    /// to nothing and does not prepare the warehouse. A relative path of the embedded warehouse is relative to the working directory.
    /// </summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="folder">The local folder that is the lake, or <see langword="null"/> for the storage that the settings name.</param>
    /// <exception cref="SluiceSettingsException">A setting is missing or wrong.</exception>
    /// <exception cref="LakeDefinitionException">The lake definition or a report cannot be used.</exception>
    public static IServiceCollection AddSluice(
        this IServiceCollection services, IConfiguration configuration, FolderOptions? folder = null)
    {
        var settings = SluiceSettings.Read(configuration, folder);
        var lake = ReadLake(settings);
        var model = CreateModel(lake);
        var reports = ReportCatalog.Load(settings.LakeDefinition, model);
        return services.AddSluice(configuration, Environment.CurrentDirectory)
            .AddSingleton(settings).AddSingleton(lake).AddSingleton(model).AddSingleton(reports);
    }

    /// <summary>
    /// Adds the same services without reading a setting. Each service reads the settings that it needs when it is first resolved, and
    /// throws then if they are wrong.
    /// </summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="configuration">The settings.</param>
    /// <param name="stateFolder">The folder that a path of the embedded warehouse is relative to.</param>
    /// <param name="wait">How long to wait for another process to close the embedded warehouse.</param>
    internal static IServiceCollection AddSluice(
        this IServiceCollection services, IConfiguration configuration, string stateFolder, TimeSpan wait = default) =>
        services
            .AddLogging(QuietStorage)
            .AddSingleton(_ => SluiceSettings.Read(configuration))
            .AddSingleton(s => ReadLake(Settings(s)))
            .AddSingleton(s => Settings(s).Loader)
            .AddSingleton(s => Settings(s).Retention)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<LeftOutFiles>()
            .AddSingleton(CreateLake)
            .AddSingleton(
                s => Settings(s).WarehouseProvider.Open(
                    Settings(s).WarehouseConnectionString, stateFolder, wait, new WarningLines(), Settings(s).Query))
            .AddSingleton<ILedgerReader>(s => s.GetRequiredService<IWarehouse>())
            .AddSingleton<IWarehouseSetup>(s => s.GetRequiredService<IWarehouse>())
            .AddSingleton(Queries)
            .AddSingleton(s => Settings(s).Query)
            .AddSingleton(s => CreateModel(s.GetRequiredService<LakeDefinition>()))
            .AddSingleton(s => ReportCatalog.Load(Settings(s).LakeDefinition, s.GetRequiredService<AnalyticsModel>()))
            .AddSingleton(new DefinitionAccess(CanChange: false))
            .AddSingleton<Startup>()
            .AddSingleton<ModelDocuments>()
            .AddSingleton<OpenApiDocuments>()
            .AddSingleton(s => new DashboardFiles(s.GetRequiredService<AccessSettings>()))
            .AddSingleton<IAddedColumns>(s => s.GetRequiredService<IWarehouse>())
            .AddSingleton(s => new AnalyticsModels(
                s.GetRequiredService<LakeDefinition>(), s.GetRequiredService<AnalyticsModel>(), s.GetRequiredService<IAddedColumns>(),
                s.GetRequiredService<TimeProvider>())
            {
                NeedsCaller = Settings(s).Access.NeedsSignIn,
            })
            .AddSingleton(s => Settings(s).Access)
            .AddSingleton<TokenValidator>()
            .AddSingleton<Gate>()
            .AddSingleton<Func<IAudit>>(s => s.GetRequiredService<IWarehouse>)
            .AddSingleton<AuditTrail>()
            .AddSingleton(s => new AnalyticsService(
                s.GetRequiredService<AnalyticsModels>(), s.GetRequiredService<IWarehouseQueries>(),
                s.GetRequiredService<QueryLimits>(), s.GetRequiredService<TimeProvider>()))
            .AddSingleton<IRowStamps>(s => Settings(s).WarehouseProvider.IsShared
                ? new LakeRowStamps(s.GetRequiredService<ILakeStorage>(), s.GetRequiredService<TimeProvider>())
                : new ProcessRowStamps())
            .AddSingleton(s => new ReportAnswers(
                s.GetRequiredService<IRowStamps>(), s.GetRequiredService<ILakeStorage>(), SluiceVersion.Text))
            .AddSingleton<Loader>()
            .AddSingleton<IOperations>(s => s.GetRequiredService<IWarehouse>())
            .AddSingleton<IErasure>(s => s.GetRequiredService<IWarehouse>())
            .AddSingleton<ILoadTransactions>(s => s.GetRequiredService<IWarehouse>())
            .AddSingleton<ILocks>(s => s.GetRequiredService<IWarehouse>())
            .AddSingleton(_ => CreateDeadLetters(configuration))
            .AddSingleton<Worker>()
            .AddSingleton<OperationStarter>()
            .AddSingleton<Renames>()
            .AddSingleton<Func<Worker>>(s => s.GetRequiredService<Worker>)
            .AddSingleton<ProcessDispatcher>()
            .AddSingleton<IWorkDispatcher>(s => s.GetRequiredService<ProcessDispatcher>())
            .AddSingleton<TriggerFailures>()
            .AddTransient<IngestFunction>()
            .AddTransient<PoisonFunction>()
            .AddTransient<SweepFunction>()
            .AddTransient<WorkFunction>()
            .AddTransient<WorkPoisonFunction>()
            .AddTransient<RenamesFunction>()
            .AddTransient<SweepNowFunction>()
            .AddTransient<HealthFunction>()
            .AddTransient<LoadsFunction>()
            .AddTransient<ErasuresFunction>()
            .AddTransient<DataFunction>()
            .AddTransient<ReportsFunction>()
            .AddTransient<RejectsFunction>()
            .AddTransient<UploadsFunction>()
            .AddTransient<DataPackageFunction>()
            .AddTransient<OpenApiFunction>()
            .AddTransient<DashboardFunction>();

    /// <summary>
    /// Sends the work of operations to the queue of the Functions host's storage, from which all instances take it. Without such a storage,
    /// each process does its own work.
    /// </summary>
    internal static IServiceCollection AddWorkQueue(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton<IWorkDispatcher>(s => ReadHostStorage(configuration) is { } settings
            ? new QueueDispatcher(settings.CreateQueueClient(WorkQueue.Name))
            : s.GetRequiredService<ProcessDispatcher>());

    private static ILakeStorage CreateLake(IServiceProvider services) => Settings(services) switch
    {
        { Folder: { } folder } => new FolderLake(
            new FolderLayout(folder.Path, services.GetRequiredService<LakeDefinition>()), folder.Patience,
            services.GetRequiredService<TimeProvider>())
        {
            OnLeftOut = services.GetRequiredService<LeftOutFiles>().Tell,
        },
        var settings => new AzureLake(settings.LakeStorage!.CreateClient()),
    };

    private static IDeadLetters CreateDeadLetters(IConfiguration configuration) =>
        ReadHostStorage(configuration)?.CreateContainerClient(DeadLetterContainer.Name) is { } container
            ? new BlobDeadLetters(container)
            : new NoDeadLetters();

    private static HostStorageSettings? ReadHostStorage(IConfiguration configuration)
    {
        try
        {
            return HostStorageSettings.Read(configuration);
        }
        catch (FormatException e)
        {
            throw new SluiceSettingsException(e.Message);
        }
    }

    /// <summary>
    /// Begins to read the settings and the lake definition on another thread, while the caller composes the rest of its host. Resolving
    /// them waits until they are read, and throws if they are invalid. Call this after
    /// <see cref="AddSluice(IServiceCollection, IConfiguration, string, TimeSpan)"/>.
    /// </summary>
    internal static IServiceCollection ReadDefinitionAhead(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = Task.Run(() => SluiceSettings.Read(configuration));
        var lake = ReadAsync();
        return services.AddSingleton(_ => settings.GetAwaiter().GetResult()).AddSingleton(_ => lake.GetAwaiter().GetResult());

        async Task<LakeDefinition> ReadAsync() => ReadLake(await settings.ConfigureAwait(false));
    }

    /// <summary>The data model of a lake definition, with the functions that its requests can use in this process.</summary>
    internal static AnalyticsModel CreateModel(LakeDefinition lake)
    {
        UriFunctions.Register();
        return AnalyticsModel.From(lake);
    }

    /// <summary>Reads a lake definition, with all that it has.</summary>
    /// <exception cref="LakeDefinitionException">The definition cannot be used.</exception>
    internal static LakeDefinition LoadLake(string path)
    {
        UriFunctions.Register();
        return LakeDefinitionFile.Load(path, RowFilters.Check);
    }

    private static LakeDefinition ReadLake(SluiceSettings settings) =>
        LoadLake(settings.LakeDefinition).WithHashKey(settings.Loader.Read.HashKey.Span);

    private static SluiceSettings Settings(IServiceProvider services) => services.GetRequiredService<SluiceSettings>();

    private static IWarehouseQueries Queries(IServiceProvider services)
    {
        Settings(services).WarehouseProvider.ReserveThreads(Settings(services).Query);
        return services.GetRequiredService<IWarehouse>().Queries;
    }

    // The storage client logs a warning for every 404, 409 and 412, but those are expected: they answer whether a blob exists or has
    // changed. The caller logs real errors.
    private static void QuietStorage(ILoggingBuilder logging) => logging.AddFilter("Azure", LogLevel.Error);
}
