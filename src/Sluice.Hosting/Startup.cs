using Microsoft.Extensions.DependencyInjection;
using Sluice.AzureStorage;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Hosting;

/// <summary>Makes an app ready for its work.</summary>
/// <param name="settings">The settings.</param>
/// <param name="lake">The lake definition.</param>
/// <param name="storage">The lake.</param>
/// <param name="services">What has the warehouse, which takes time to open: the lake does not wait for it.</param>
internal sealed class Startup(SluiceSettings settings, LakeDefinition lake, ILakeStorage storage, IServiceProvider services)
{
    /// <summary>Makes lake and warehouse ready: the containers of the one, the tables of the other.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="WarehouseUnavailableException">The warehouse cannot be opened.</exception>
    /// <exception cref="StartException">The lake cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        // Side by side, as each waits for another machine; of two that fail the warehouse is told of.
        try
        {
            await Task.WhenAll(
                Task.Run(() => services.GetRequiredService<IWarehouse>().PrepareAsync(lake, cancellationToken), cancellationToken),
                Task.Run(() => PrepareLakeAsync([.. lake.Containers, RejectsFile.Container], cancellationToken), cancellationToken));
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested)
        {
            // Each client has an error of its own for that.
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }

    private async Task PrepareLakeAsync(string[] containers, CancellationToken cancellationToken)
    {
        try
        {
            await storage.EnsureContainersAsync(containers, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StartException(Explain(e), e);
        }
    }

    private string Explain(Exception exception) => StorageError.From(exception) switch
    {
        { Status: 403 } e when settings.LakeStorage.ConnectionString is not null =>
            $"The lake that the setting {LakeStorageSettings.Name} names does not let this app in: look at the account key or the signature "
            + $"in its connection string, and at the account's firewall: {e.Reason}",
        { Status: 403 } e => $"The lake that the setting {LakeStorageSettings.Name} names does not let this app in, "
            + $"whose identity needs the role Storage Blob Data Contributor: {e.Reason}",
        { IsRefusal: true } e => $"The lake that the setting {LakeStorageSettings.Name} names refuses what it is asked for: {e.Reason}",
        var e => $"The lake that the setting {LakeStorageSettings.Name} names cannot be reached (is Azurite running?): "
            + (e?.Reason ?? exception.Message),
    };
}
