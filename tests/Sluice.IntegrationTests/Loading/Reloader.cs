using Microsoft.Extensions.Logging;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Loading;

/// <summary>Loads selected files as an app without a queue does, and waits for the operation.</summary>
internal sealed class Reloader(
    LakeDefinition lake, ILakeStorage storage, IWarehouse warehouse, Loader loader, LoaderOptions options, TimeProvider time,
    ILogger<Reloader> logger)
{
    private readonly Sweeper sweeper = new(lake, storage, warehouse, loader, options, time, logger);

    public Task<SweepResult> ReloadAsync(FileSelection selection, LoadTrigger trigger, CancellationToken cancellationToken) =>
        sweeper.ReloadAsync(selection, trigger, cancellationToken);
}
