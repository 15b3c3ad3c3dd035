namespace Sluice.Warehouse;

/// <summary>
/// The SQL database that rows go to, with the ledger beside them (schemas <c>lake</c> and <c>sluice</c>): all that an adapter has. Callers
/// name the part that they need. What each member promises is written as the contract tests. An adapter is safe for concurrent use.
/// </summary>
public interface IWarehouse : ILedger, IFileLocks, ILoadTransactions, IWarehouseSetup, IAsyncDisposable
{
    /// <summary>Queries of the analytics on it, which are of use as long as it is not disposed of.</summary>
    IWarehouseQueries Queries { get; }
}
