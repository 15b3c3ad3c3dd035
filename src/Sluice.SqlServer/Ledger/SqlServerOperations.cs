using Sluice.Ledger;
using Sluice.SqlServer.Connections;

namespace Sluice.SqlServer.Ledger;

/// <summary>
/// Changes of operations. Each runs in a session that has a transaction, locks the operation first, and has no further effect when it is
/// repeated after a commit with a lost answer.
/// </summary>
internal static class SqlServerOperations
{
    /// <summary>Records an operation. Repeated with the same token, it finds the operation that it recorded.</summary>
    public static async Task<Operation> StartAsync(Session session, Guid token, Operation operation, CancellationToken cancellationToken)
    {
        var begun = await session.ReadAsync(
            OperationStatements.FindStarted(), r => r.GetInt64(0), cancellationToken, ("token", token));
        return operation with
        {
            Id = begun.Count > 0
                ? begun[0]
                : await session.ReadOneAsync<long>(
                    OperationStatements.Start(), cancellationToken, [("token", token), .. LedgerValues.FromOperation(operation)]),
        };
    }

    /// <summary>An operation.</summary>
    public static async Task<Operation?> FindAsync(Session session, long id, CancellationToken cancellationToken) =>
        (await session.ReadNamedAsync(OperationStatements.Find(), LedgerRows.Operation, cancellationToken, ("id", id))).SingleOrDefault();

    /// <summary>The operations with the state <c>running</c>.</summary>
    public static Task<List<Operation>> ReadRunningAsync(Session session, CancellationToken cancellationToken) =>
        session.ReadNamedAsync(OperationStatements.ReadRunning(), LedgerRows.Operation, cancellationToken);

    /// <summary>Begins to plan an operation.</summary>
    public static async Task<Operation?> BeginPlanAsync(
        Session session, long id, DateTimeOffset time, CancellationToken cancellationToken)
    {
        if (await LockAsync(session, id, cancellationToken) is not { } operation)
        {
            return null;
        }

        var dropped = await session.ReadNamedAsync(
            OperationStatements.SumUndone(), LedgerRows.BatchSize, cancellationToken, ("operation", id));
        var progress = await session.ReadAsync(
            OperationStatements.ReadProgress(), r => BatchProgress.Parse(r.GetString(0)), cancellationToken, ("operation", id));
        var planned = await WriteAsync(session, operation.BeginPlan(dropped.Single(), progress, time), cancellationToken);
        if (planned is not null)
        {
            await session.ExecuteAsync(OperationStatements.DropUndone(), cancellationToken, ("operation", id));
        }

        return planned;
    }

    /// <summary>Adds a batch, unless it was added before.</summary>
    public static async Task<bool> AddBatchAsync(
        Session session, BatchKey batch, BatchSize size, DateTimeOffset time, CancellationToken cancellationToken)
    {
        if (await LockAsync(session, batch.Operation, cancellationToken) is not { } operation
            || operation.Add(batch.Plan, size, time) is not { } changed)
        {
            return false;
        }

        if (await FindBatchAsync(session, batch, cancellationToken) is null)
        {
            await InsertBatchAsync(session, batch, size, done: null, cancellationToken);
            await WriteAsync(session, changed, cancellationToken);
        }

        return true;
    }

    /// <summary>Begins to do a batch.</summary>
    public static async Task<int> BeginBatchAsync(Session session, BatchKey batch, CancellationToken cancellationToken) =>
        (int)await session.ReadOneAsync<long>(
            OperationStatements.BeginBatch(), cancellationToken, [.. LedgerValues.FromKey(batch)]);

    /// <summary>Records how far a batch is.</summary>
    public static async Task<Operation?> ReportBatchAsync(
        Session session, BatchKey batch, BatchProgress progress, DateTimeOffset time, CancellationToken cancellationToken)
    {
        if (await LockAsync(session, batch.Operation, cancellationToken) is not { } operation
            || await FindBatchAsync(session, batch, cancellationToken) is not (IsDone: false, var counted)
            || await WriteAsync(session, operation.Report(counted, progress, time), cancellationToken) is not { } changed)
        {
            return null;
        }

        await session.ExecuteAsync(
            OperationStatements.ReportBatch(), cancellationToken,
            [.. LedgerValues.FromKey(batch), ("progress", progress.ToJson())]);
        return changed;
    }

    /// <summary>Records that a batch is done.</summary>
    public static async Task<Operation?> EndBatchAsync(
        Session session, BatchKey batch, BatchSize size, BatchCounts counts, DateTimeOffset time, CancellationToken cancellationToken)
    {
        if (await LockAsync(session, batch.Operation, cancellationToken) is not { } operation)
        {
            return null;
        }

        switch (await FindBatchAsync(session, batch, cancellationToken))
        {
            case (IsDone: true, _):
                return null;
            case (IsDone: false, var counted):
                await session.ExecuteAsync(
                    OperationStatements.EndBatch(), cancellationToken, [.. LedgerValues.FromKey(batch), ("time", time)]);
                return await WriteAsync(session, operation.Done(size, counted, counts, time), cancellationToken);
            default:
                // A newer planning has dropped it while it was done.
                await InsertBatchAsync(session, batch, size, time, cancellationToken);
                return await WriteAsync(session, operation.AddDone(size, counts, time), cancellationToken);
        }
    }

    /// <summary>Changes an operation.</summary>
    /// <returns>The operation, or <see langword="null"/> if there is nothing to change.</returns>
    public static async Task<Operation?> ChangeAsync(
        Session session, long id, Func<Operation, Operation?> change, CancellationToken cancellationToken) =>
        await LockAsync(session, id, cancellationToken) is { } operation
            ? await WriteAsync(session, change(operation), cancellationToken)
            : null;

    private static async Task<Operation?> LockAsync(Session session, long id, CancellationToken cancellationToken) =>
        (await session.ReadNamedAsync(OperationStatements.FindForChange(), LedgerRows.Operation, cancellationToken, ("id", id)))
            .SingleOrDefault();

    private static async Task<Operation?> WriteAsync(Session session, Operation? changed, CancellationToken cancellationToken)
    {
        if (changed is not null)
        {
            changed = changed with { Error = SqlServerLedger.Message(changed.Error) };
            await session.ExecuteAsync(
                OperationStatements.Change(), cancellationToken, [("id", changed.Id), .. LedgerValues.FromOperation(changed)]);
        }

        return changed;
    }

    private static async Task<(bool IsDone, BatchProgress Counted)?> FindBatchAsync(
        Session session, BatchKey batch, CancellationToken cancellationToken) =>
        (await session.ReadAsync(
            OperationStatements.FindBatch(),
            r => ((bool, BatchProgress)?)(r.GetInt32(0) == 1, BatchProgress.Parse(r.IsDBNull(1) ? null : r.GetString(1))),
            cancellationToken,
            [.. LedgerValues.FromKey(batch)])).SingleOrDefault();

    private static Task<int> InsertBatchAsync(
        Session session, BatchKey batch, BatchSize size, DateTimeOffset? done, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            OperationStatements.AddBatch(), cancellationToken,
            [.. LedgerValues.FromKey(batch), ("files", size.Files), ("length", size.Length), ("time", done)]);
}
