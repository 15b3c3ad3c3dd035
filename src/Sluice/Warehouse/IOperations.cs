using Sluice.Ledger;

namespace Sluice.Warehouse;

/// <summary>
/// The operations in the ledger. Each member is one transaction, so that several processes can work on one operation. All stored times are
/// UTC and come from the caller.
/// </summary>
public interface IOperations
{
    /// <summary>Records an operation.</summary>
    /// <param name="operation">The operation; this call assigns its id.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The operation with its id.</returns>
    Task<Operation> StartOperationAsync(Operation operation, CancellationToken cancellationToken);

    /// <summary>An operation, or <see langword="null"/> if the ledger does not have it.</summary>
    Task<Operation?> FindOperationAsync(long id, CancellationToken cancellationToken);

    /// <summary>The operations that have not ended, the oldest first.</summary>
    Task<IReadOnlyList<Operation>> ReadRunningOperationsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Begins to plan an operation. If a process has begun before, it is superseded: its batches that are not done are dropped, and it can
    /// add no more.
    /// </summary>
    /// <returns>The operation with the number of this planning, or <see langword="null"/> if it is planned, has ended, or is
    /// unknown.</returns>
    Task<Operation?> BeginPlanAsync(long id, DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>Adds a batch, before it is sent to those who do it. The same batch is added once.</summary>
    /// <returns>Whether the planning can go on: another planning may have superseded it.</returns>
    Task<bool> AddBatchAsync(BatchKey batch, BatchSize size, DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>Ends the planning: no batch follows. If all batches are done, the operation has succeeded.</summary>
    /// <returns>The operation if this call has changed it; otherwise <see langword="null"/>.</returns>
    Task<Operation?> EndPlanAsync(long id, int plan, PlanCounts counts, DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>Begins to do a batch.</summary>
    /// <returns>How often it was begun, this time included: more than 1 after an interruption. 0 if it is done, was dropped, or is
    /// unknown: then nobody needs to do it.</returns>
    Task<int> BeginBatchAsync(BatchKey batch, CancellationToken cancellationToken);

    /// <summary>
    /// Records how far a batch is that was begun, and adds what is new to the counts of the operation. Does nothing if the batch is done,
    /// was dropped or is unknown, or if a report had as many files before.
    /// </summary>
    Task ReportBatchAsync(BatchKey batch, BatchProgress progress, DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>
    /// Records that a batch is done and adds its counts to the operation, once: they replace what was reported of it, and the counts of a
    /// batch that was done before are ignored. If it was the last batch of a planned operation, the operation has succeeded. A batch that
    /// was dropped meanwhile counts too: its work is done.
    /// </summary>
    /// <returns>The operation if this call has changed it; otherwise <see langword="null"/>.</returns>
    Task<Operation?> EndBatchAsync(
        BatchKey batch, BatchSize size, BatchCounts counts, DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>Records why some work of a running operation failed, before it is tried again.</summary>
    Task NoteFailureAsync(long id, string error, DateTimeOffset time, CancellationToken cancellationToken);

    /// <summary>Ends a running operation as failed.</summary>
    /// <returns>The operation if this call has ended it; otherwise <see langword="null"/>.</returns>
    Task<Operation?> FailOperationAsync(long id, string error, DateTimeOffset time, CancellationToken cancellationToken);
}
