using Microsoft.Extensions.Hosting;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Functions;

/// <summary>Makes tables and containers before the app takes its first call.</summary>
internal sealed class Preparation(LakeDefinition lake, ILakeStorage storage, IWarehouse warehouse) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await warehouse.PrepareAsync(lake, cancellationToken);
        await storage.EnsureContainersAsync([.. lake.Containers, RejectsFile.Container], cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
