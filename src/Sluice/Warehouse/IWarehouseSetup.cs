using Sluice.Lake.Definition;

namespace Sluice.Warehouse;

/// <summary>Makes a warehouse ready, and tells whether it is there.</summary>
public interface IWarehouseSetup
{
    /// <summary>Creates or migrates the ledger and a table for each dataset. Safe to run concurrently, also in several processes.</summary>
    /// <exception cref="WarehouseUnavailableException">The warehouse cannot be opened, or a table cannot be changed to match its
    /// dataset.</exception>
    Task PrepareAsync(LakeDefinition lake, CancellationToken cancellationToken);

    /// <summary>Throws if the warehouse cannot be reached.</summary>
    Task CheckAsync(CancellationToken cancellationToken);
}
