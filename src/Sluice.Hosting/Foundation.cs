using Microsoft.Extensions.Configuration;
using Sluice.Analytics.Model;
using Sluice.Analytics.Reports;
using Sluice.AzureStorage;
using Sluice.Hosting.Warehouses;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Validation;
using Sluice.Warehouse;

namespace Sluice.Hosting;

/// <summary>What the functions stand on. Each part is made once, when it is first asked for, and an error of it is told each time.</summary>
internal sealed class Foundation : IAsyncDisposable
{
    private readonly Lazy<SluiceSettings> settings;
    private readonly Lazy<LakeDefinition> lake;
    private readonly Lazy<AnalyticsModel> model;
    private readonly Lazy<ReportCatalog> reports;
    private readonly Lazy<ILakeStorage> storage;
    private readonly Lazy<IWarehouse> warehouse;

    /// <summary>Creates it; nothing is made yet.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="stateFolder">The folder that a relative path of the embedded warehouse is in.</param>
    /// <param name="wait">How long another process is waited for that has the embedded warehouse open.</param>
    public Foundation(IConfiguration configuration, string stateFolder, TimeSpan wait = default)
    {
        settings = new(() => SluiceSettings.Read(configuration));
        lake = new(() => LakeDefinitionFile.Load(Settings.LakeDefinition));
        model = new(() => AnalyticsModel.From(Lake));
        reports = new(() => ReportCatalog.Load(Settings.LakeDefinition, Model));
        storage = new(() => new AzureLake(Settings.LakeStorage.CreateClient()));
        warehouse = new(() => Settings.WarehouseProvider.Open(Settings.WarehouseConnectionString, stateFolder, wait, new WarningLines()));
    }

    /// <summary>The settings.</summary>
    /// <exception cref="SluiceSettingsException">One is missing or wrong.</exception>
    public SluiceSettings Settings => settings.Value;

    /// <summary>The lake definition.</summary>
    /// <exception cref="LakeDefinitionException">It cannot be used.</exception>
    public LakeDefinition Lake => lake.Value;

    /// <summary>What can be asked for.</summary>
    public AnalyticsModel Model => model.Value;

    /// <summary>The reports.</summary>
    /// <exception cref="LakeDefinitionException">One cannot be used.</exception>
    public ReportCatalog Reports => reports.Value;

    /// <summary>The lake; it is not reached yet.</summary>
    public ILakeStorage Storage => storage.Value;

    /// <summary>The warehouse.</summary>
    /// <exception cref="WarehouseUnavailableException">It cannot be opened.</exception>
    public IWarehouse Warehouse => warehouse.Value;

    /// <summary>Reads and checks all that needs neither lake nor warehouse.</summary>
    /// <exception cref="SluiceSettingsException">A setting is missing or wrong.</exception>
    /// <exception cref="LakeDefinitionException">The lake definition or a report cannot be used.</exception>
    public void Check() => _ = Reports;

    /// <summary>Makes lake and warehouse ready: the containers of the one, the tables of the other.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="SluiceSettingsException">A setting is missing or wrong.</exception>
    /// <exception cref="LakeDefinitionException">The lake definition cannot be used.</exception>
    /// <exception cref="WarehouseUnavailableException">The warehouse cannot be opened.</exception>
    /// <exception cref="StartException">The lake cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        // First what both need, on this one thread. Then side by side, as each waits for another machine; of two that fail the warehouse is
        // told of.
        var definition = Lake;
        try
        {
            await Task.WhenAll(
                Task.Run(() => Warehouse.PrepareAsync(definition, cancellationToken), cancellationToken),
                Task.Run(() => PrepareLakeAsync([.. definition.Containers, RejectsFile.Container], cancellationToken), cancellationToken));
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested)
        {
            // Each client has an error of its own for that.
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }

    /// <summary>Closes the warehouse, if it was opened; whoever has it may have closed it already.</summary>
    public ValueTask DisposeAsync() => warehouse.IsValueCreated ? Warehouse.DisposeAsync() : ValueTask.CompletedTask;

    private async Task PrepareLakeAsync(string[] containers, CancellationToken cancellationToken)
    {
        try
        {
            await Storage.EnsureContainersAsync(containers, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StartException(Explain(e), e);
        }
    }

    private string Explain(Exception exception) => StorageError.From(exception) switch
    {
        { Status: 403 } e when Settings.LakeStorage.ConnectionString is not null =>
            $"The lake that the setting {LakeStorageSettings.Name} names does not let this app in: look at the account key or the signature "
            + $"in its connection string, and at the account's firewall: {e.Reason}",
        { Status: 403 } e => $"The lake that the setting {LakeStorageSettings.Name} names does not let this app in, "
            + $"whose identity needs the role Storage Blob Data Contributor: {e.Reason}",
        { IsRefusal: true } e => $"The lake that the setting {LakeStorageSettings.Name} names refuses what it is asked for: {e.Reason}",
        var e => $"The lake that the setting {LakeStorageSettings.Name} names cannot be reached (is Azurite running?): "
            + (e?.Reason ?? exception.Message),
    };
}
