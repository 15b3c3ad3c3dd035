using Microsoft.Extensions.DependencyInjection;
using Sluice.AzureStorage;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Hosting;

/// <summary>Prepares the lake and the warehouse at the start of an app.</summary>
/// <param name="settings">The settings.</param>
/// <param name="lake">The lake definition.</param>
/// <param name="storage">The lake.</param>
/// <param name="services">Resolves the warehouse on demand: it takes time to open, and the lake must not wait for it.</param>
internal sealed class Startup(SluiceSettings settings, LakeDefinition lake, ILakeStorage storage, IServiceProvider services)
{
    /// <summary>Creates what is missing: the containers of the lake, the tables of the warehouse.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="WarehouseUnavailableException">The warehouse cannot be opened.</exception>
    /// <exception cref="StartException">The lake cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        // In parallel, because each waits for another machine. If both fail, the await throws the warehouse's exception.
        try
        {
            await Task.WhenAll(
                Task.Run(() => services.GetRequiredService<IWarehouseSetup>().PrepareAsync(lake, cancellationToken), cancellationToken),
                Task.Run(() => PrepareLakeAsync([.. lake.Containers, RejectsFile.Container], cancellationToken), cancellationToken));
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested)
        {
            // Each client throws its own exception on cancellation.
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
        { Status: 403 } e when settings.LakeStorage?.ConnectionString is not null =>
            $"The lake that the setting {LakeStorageSettings.Name} names does not let this app in. "
            + $"Check the account key or the signature in its connection string, and the account's firewall: {e.Reason}",
        { Status: 403 } e => $"The lake that the setting {LakeStorageSettings.Name} names does not let this app in. "
            + $"The app's identity needs the role Storage Blob Data Contributor: {e.Reason}",
        { IsRefusal: true } e => $"The lake that the setting {LakeStorageSettings.Name} names refuses the request: {e.Reason}",
        var e => $"The lake that the setting {LakeStorageSettings.Name} names cannot be reached (is Azurite running?): "
            + (e?.Reason ?? exception.Message),
    };
}
