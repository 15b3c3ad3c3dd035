using Microsoft.Extensions.Logging;
using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>Loads every file whose newest version is not loaded yet.</summary>
public sealed class Sweeper
{
    /// <summary>Creates a sweeper.</summary>
    public Sweeper(LakeDefinition lake, ILakeStorage storage, IWarehouse warehouse, Loader loader, LoaderOptions options, TimeProvider time, ILogger<Sweeper> logger)
        => throw new NotImplementedException();

    /// <summary>Sweeps once.</summary>
    public Task<SweepResult> SweepAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}
