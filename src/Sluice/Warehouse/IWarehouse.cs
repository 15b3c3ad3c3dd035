namespace Sluice.Warehouse;

/// <summary>
/// The port to the SQL database that holds the rows (schema <c>lake</c>) and the ledger (schema <c>sluice</c>). Callers name the part that
/// they need. The contract tests specify each member. Implementations are safe for concurrent use. All stored times are UTC and come from
/// the caller.
/// </summary>
public interface IWarehouse : ILedger, IOperations, ILocks, ILoadSlots, ILoadTransactions, IRetention, IErasure, IAddedColumns, IAudit,
    IWarehouseSetup,
    IAsyncDisposable
{
    /// <summary>The analytics queries on it, usable until the warehouse is disposed.</summary>
    IWarehouseQueries Queries { get; }
}
