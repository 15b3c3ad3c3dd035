using Sluice.Lake;

namespace Sluice.Warehouse;

/// <summary>Makes a warehouse ready, and tells whether it is there.</summary>
public interface IWarehouseSetup
{
    /// <summary>Makes the ledger and a table for each dataset, or changes them to what is needed. Safe to do twice at once.</summary>
    /// <exception cref="WarehouseUnavailableException">It cannot be opened, or a table cannot hold what its dataset says now.</exception>
    Task PrepareAsync(LakeDefinition lake, CancellationToken cancellationToken);

    /// <summary>Throws if it cannot be reached.</summary>
    Task CheckAsync(CancellationToken cancellationToken);
}
