using Microsoft.Extensions.Logging;
using Sluice.Lake.Definition;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Operations;

/// <summary>Deletes what is no longer kept: at the end of the planning of a sweep, so that one process does it.</summary>
internal sealed partial class Pruner(
    LakeDefinition lake, IRetention warehouse, IRowStamps stamps, RetentionOptions retention, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// Deletes rejects, then loads, operations and records of requests, then rows of datasets. A failure is logged, and ends only this: the
    /// sweep goes on, and the next one tries again.
    /// </summary>
    /// <param name="operation">The id of the sweep.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task PruneAsync(long operation, CancellationToken cancellationToken)
    {
        var (rejects, loads, operations, requests, rows) = (0L, 0L, 0L, 0L, 0L);
        try
        {
            var now = time.GetUtcNow();

            // First, because a load is kept as long as its rejects.
            rejects = await warehouse.PruneRejectsAsync(now - retention.Rejects, cancellationToken);
            loads = await warehouse.PruneLoadsAsync(now - retention.Loads, cancellationToken);
            operations = await warehouse.PruneOperationsAsync(now - retention.Loads, cancellationToken);
            requests = await warehouse.PruneAuditAsync(now - retention.Audit, cancellationToken);
            foreach (var dataset in lake.Datasets)
            {
                if (dataset.Keep is { } keep)
                {
                    await using var change = await stamps.ChangeAsync(dataset.Name, cancellationToken);
                    rows += await warehouse.PruneRowsAsync(dataset, keep.Field, keep.For.Before(now), cancellationToken);
                }
            }
        }
        catch (Exception e) when (e is not OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            var cause = FailureReason.CauseOf(e);
            LogFailed(FailureReason.TraceOf(cause), operation, FailureReason.Describe(cause));
        }

        if (rejects + loads + operations + requests + rows > 0)
        {
            LogPruned(operation, rejects, loads, operations, requests, rows);
        }
    }

    [LoggerMessage(
        28, LogLevel.Information,
        "Operation {Operation} has deleted expired data: {Rejected} rejects, {Loads} loads, {Operations} operations, "
        + "{Requests} records of requests, {Rows} rows")]
    private partial void LogPruned(long operation, long rejected, long loads, long operations, long requests, long rows);

    [LoggerMessage(
        29, LogLevel.Warning,
        "Operation {Operation} could not delete all expired data; the next sweep tries again: {Reason}")]
    private partial void LogFailed(Exception? trace, long operation, string reason);
}
