using Microsoft.Extensions.Hosting;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Functions.Hosting;

/// <summary>
/// Makes warehouse and lake ready before anything is served: tables of the warehouse and containers of the lake. If that fails the app
/// does not start.
/// </summary>
internal sealed class Preparation(LakeDefinition lake, ILakeStorage storage, IWarehouse warehouse) : IHostedLifecycleService
{
    /// <inheritdoc/>
    /// <exception cref="WarehouseUnavailableException">The warehouse cannot be opened.</exception>
    /// <exception cref="StartException">The lake cannot be reached.</exception>
    public Task StartingAsync(CancellationToken cancellationToken) =>
        // Side by side, as each waits for another machine. Of two that fail the warehouse is told of.
        Task.WhenAll(warehouse.PrepareAsync(lake, cancellationToken), PrepareLakeAsync(cancellationToken));

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PrepareLakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await storage.EnsureContainersAsync([.. lake.Containers, RejectsFile.Container], cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StartException(
                "The lake that the setting LakeStorage names cannot be reached, or does not let this app in: "
                + "is Azurite running, or does the app's identity have the role Storage Blob Data Contributor?", e);
        }
    }
}
