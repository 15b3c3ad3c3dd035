using Sluice.Rows;

namespace Sluice.Warehouse;

/// <summary>Where loads commit their rows.</summary>
public interface ILoadTransactions
{
    /// <summary>What its columns can hold exactly, and how many commits it can write in parallel.</summary>
    WarehouseLimits Limits { get; }

    /// <summary>Begins a transaction for one commit of a load.</summary>
    Task<ILoadTransaction> BeginAsync(LoadTarget target, CancellationToken cancellationToken);
}
