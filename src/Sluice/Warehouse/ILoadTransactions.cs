using Sluice.Rows;

namespace Sluice.Warehouse;

/// <summary>Where loads commit their rows.</summary>
public interface ILoadTransactions
{
    /// <summary>What its columns can hold exactly.</summary>
    WarehouseLimits Limits { get; }

    /// <summary>Begins a transaction of a load.</summary>
    Task<ILoadTransaction> BeginAsync(LoadTarget target, CancellationToken cancellationToken);
}
