using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Operations;

/// <summary>
/// Does the work of operations, item by item. An item that was interrupted can be done again, by this or another process: files that are
/// done are not loaded twice, and nothing is counted twice. Safe for concurrent use.
/// </summary>
public sealed partial class Worker
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestSilence = TimeSpan.FromMinutes(1);

    private readonly LakeDefinition lake;
    private readonly ILedgerReader ledger;
    private readonly IOperations operations;
    private readonly ILocks locks;
    private readonly Loader loader;
    private readonly IWorkDispatcher queue;
    private readonly TimeProvider time;
    private readonly Planner planner;
    private readonly Pruner pruner;
    private readonly Eraser eraser;
    private readonly LakeSearch search;
    private readonly ParallelLoads parallel;
    private readonly GoneFiles gone;
    private readonly BatchReports reports;
    private readonly ConcurrentDictionary<long, Backlog> backlogs = new();
    private readonly UndeliveredEvents undelivered;
    private readonly ILogger<Worker> logger;

    /// <summary>Creates a worker.</summary>
    public Worker(
        LakeDefinition lake, ILakeStorage storage, IWarehouse warehouse, Loader loader, LoaderOptions options, RetentionOptions retention,
        IWorkDispatcher queue, TimeProvider time, ILogger<Worker> logger, IDeadLetters? deadLetters = null)
    {
        this.lake = lake;
        ledger = warehouse;
        operations = warehouse;
        locks = warehouse;
        this.loader = loader;
        this.queue = queue;
        this.time = time;
        this.logger = logger;
        eraser = new Eraser(lake, storage, warehouse, loader, options);
        search = new LakeSearch(storage, warehouse, options, new RejectsRecovery(storage, warehouse));
        planner = new Planner(lake, storage, warehouse, eraser, options, time);
        pruner = new Pruner(lake, warehouse, loader.Stamps, retention, time, logger);
        parallel = new ParallelLoads(loader, options, logger);
        gone = new GoneFiles(lake, storage, loader);
        reports = new BatchReports(warehouse, time);
        undelivered = new UndeliveredEvents(
            deadLetters ?? new NoDeadLetters(), lake, new Renames(lake, loader, new OperationStarter(warehouse, queue, time)), logger);
    }

    /// <summary>Does an item. Does nothing if it is done already, or if its operation has ended.</summary>
    /// <exception cref="Exception">The work failed, for example because the lake or the warehouse cannot be reached. The operation has the
    /// reason. The item should be tried again, or given up (<see cref="GiveUpAsync"/>).</exception>
    public async Task RunAsync(WorkItem item, CancellationToken cancellationToken)
    {
        try
        {
            if (item.Batch is { } batch)
            {
                await RunBatchAsync(item.Operation, batch, cancellationToken);
            }
            else
            {
                await PlanAsync(item.Operation, cancellationToken);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            await NoteAsync(item.Operation, FailureReason.Describe(FailureReason.CauseOf(e)), cancellationToken);
            throw;
        }
    }

    /// <summary>Ends the operation of an item that failed again and again.</summary>
    /// <param name="operation">The id of the operation.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task GiveUpAsync(long operation, CancellationToken cancellationToken)
    {
        var last = await operations.FindOperationAsync(operation, cancellationToken);
        await FailAsync(
            operation,
            "Some of its work failed several times and is not tried again"
                + $"{(last?.Error is null ? "." : $": {last.Error}")} {LedgerTexts.NextOf(last?.Kind)}",
            cancellationToken);
    }

    /// <summary>Ends a running operation as failed.</summary>
    /// <param name="operation">The id of the operation.</param>
    /// <param name="error">Why, as a sentence.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task FailAsync(long operation, string error, CancellationToken cancellationToken)
    {
        if (await EndAsync(operation, error, cancellationToken) is { } failed)
        {
            LogFailed(failed.Id, failed.Kind, error);
        }
    }

    /// <summary>Ends a running operation because its process stops, which is no error for those who run it.</summary>
    /// <param name="operation">The id of the operation.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    internal async Task StopAsync(long operation, CancellationToken cancellationToken)
    {
        var next = LedgerTexts.NextOf((await operations.FindOperationAsync(operation, cancellationToken))?.Kind);
        if (await EndAsync(operation, $"{LedgerTexts.OperationStopped} {next}", cancellationToken) is { } stopped)
        {
            LogStopped(stopped.Id, stopped.Kind, next);
        }
    }

    /// <summary>The name of the lock that a process holds while it does the work of an operation. No file can have it.</summary>
    internal static string LockOf(long operation) => $"operation {operation}";

    private async Task<Operation?> EndAsync(long operation, string error, CancellationToken cancellationToken)
    {
        var ended = await operations.FailOperationAsync(operation, error, time.GetUtcNow(), cancellationToken);
        if (ended is not null)
        {
            backlogs.TryRemove(operation, out _);
            OperationTelemetry.End(ended);
        }

        return ended;
    }

    private async Task PlanAsync(long id, CancellationToken cancellationToken)
    {
        if (await operations.BeginPlanAsync(id, time.GetUtcNow(), cancellationToken) is not { } operation)
        {
            return;
        }

        using var telemetry = new WorkTelemetry(operation.Kind, isPlan: true);
        if (operation.Kind == OperationKind.Sweep)
        {
            // First, because it makes files of abandoned loads due.
            await loader.EndAbandonedAsync(cancellationToken);
            await EndAbandonedAsync(isAlone: false, cancellationToken);
            await undelivered.HandleAsync(cancellationToken);
        }

        if (operation.Kind == OperationKind.Erase)
        {
            await eraser.EraseRowsAsync(operation, WorkRequest.Parse(operation.Request), cancellationToken);
        }

        var backlog = new Backlog(lake);
        if (operation.Kind == OperationKind.Sweep)
        {
            backlogs[id] = backlog;
        }

        var cutter = new BatchCutter(
            operation.Plan,
            async batch =>
            {
                await AddAsync(id, batch, cancellationToken);
                await queue.SendAsync(new WorkItem(id, batch), cancellationToken);
            });
        try
        {
            var counts = await planner.PlanAsync(operation, backlog, cutter, cancellationToken);
            if (cutter is { Count: 1, Held: { } only })
            {
                // The planning ends after the batch. If this process dies, the operation is planned again.
                await AddAsync(id, only, cancellationToken);
                await RunBatchAsync(id, only, cancellationToken);
                backlog.Record(time.GetUtcNow());
            }
            else
            {
                await cutter.SendHeldAsync();
            }

            if (operation.Kind == OperationKind.Sweep)
            {
                // Before the planning ends: a process can end when its operation has.
                await pruner.PruneAsync(id, cancellationToken);
            }

            OnChanged(await operations.EndPlanAsync(id, operation.Plan, counts, time.GetUtcNow(), cancellationToken));
            telemetry.End(counts);
        }
        catch (SupersededException)
        {
            // Another process plans the operation now.
            LogSuperseded(id);
        }
    }

    private async Task AddAsync(long id, WorkBatch batch, CancellationToken cancellationToken)
    {
        if (!await operations.AddBatchAsync(KeyOf(id, batch), SizeOf(batch), time.GetUtcNow(), cancellationToken))
        {
            throw new SupersededException();
        }
    }

    private async Task RunBatchAsync(long id, WorkBatch batch, CancellationToken cancellationToken)
    {
        var attempt = await operations.BeginBatchAsync(KeyOf(id, batch), cancellationToken);
        if (attempt == 0 || await operations.FindOperationAsync(id, cancellationToken) is not { } operation)
        {
            return;
        }

        using var telemetry = new WorkTelemetry(operation.Kind, isPlan: false);
        var request = WorkRequest.Parse(operation.Request);
        var counts = request.Erase is not null
            ? await SearchAsync(id, request, batch, cancellationToken)
            : await LoadAsync(operation, request, batch, isRepeated: attempt > 1, cancellationToken);
        OnChanged(await operations.EndBatchAsync(KeyOf(id, batch), SizeOf(batch), counts, time.GetUtcNow(), cancellationToken));
        telemetry.End(default);
    }

    private async Task<BatchCounts> LoadAsync(
        Operation operation, WorkRequest request, WorkBatch batch, bool isRepeated, CancellationToken cancellationToken)
    {
        var tally = new BatchTally(batch);
        await using (reports.Start(KeyOf(operation.Id, batch), tally, cancellationToken))
        {
            await LoadAsync(operation, request, batch, isRepeated, tally, cancellationToken);
        }

        if (backlogs.TryGetValue(operation.Id, out var backlog))
        {
            backlog.Settle(tally.Loads);
        }

        return BatchCounts.From(tally.Loads) with
        {
            Load = request.File is not null && tally.Loads is [{ Id: > 0 } single] ? single.Id : null,
        };
    }

    private async Task LoadAsync(
        Operation operation, WorkRequest request, WorkBatch batch, bool isRepeated, BatchTally tally, CancellationToken cancellationToken)
    {
        List<WorkFile> left = [];
        foreach (var file in batch.Files.Where(f => f.Action != FileAction.Remove))
        {
            // After an interruption, files that were loaded before it are counted, not loaded again. A load of the new path is no sign that
            // a rename was followed.
            if (isRepeated && file.Action != FileAction.Move
                && await FindLoadAsync(file.Path, operation.StartedAt, cancellationToken) is { } done)
            {
                tally.Add(file.Path, done);
            }
            else
            {
                left.Add(file);
            }
        }

        var moved = left.Where(f => f.Action == FileAction.Move).ToList();
        await parallel.LoadAsync(
            left.Except(moved).Select(f => (f.Path, f.Action == FileAction.Reload)), request.Trigger, tally.Add, cancellationToken);
        await parallel.MoveAsync(moved.Select(f => (f.From!, f.Path)), request.At, tally.Add, cancellationToken);
        await gone.RemoveAsync(batch, tally, cancellationToken);
        if (batch.Then is { } newest && tally.Loads.Any(l => l.State == LoadState.Removed))
        {
            await parallel.LoadAsync(
                [(newest, false)],
                request.Trigger,
                (path, load) => tally.Add(path, load is { State: LoadState.Unchanged } ? null : load),
                cancellationToken);
        }
    }

    private async Task<BatchCounts> SearchAsync(
        long operation, WorkRequest request, WorkBatch batch, CancellationToken cancellationToken)
    {
        var dataset = eraser.FindDatasets(request).First(d => d.Name == batch.Dataset);
        var keys = await eraser.ReadKeysAsync(request, cancellationToken);
        var counts = new BatchCounts();
        foreach (var file in batch.Files)
        {
            LakeSearch.Outcome outcome;
            await using (var @lock = await FileLock.TakeAsync(locks, file.Path, cancellationToken))
            {
                outcome = await search.SearchAsync(operation, dataset, file.Path, keys, cancellationToken);
            }

            await loader.LoadMissedAsync(file.Path, cancellationToken);
            counts = counts with
            {
                Bytes = counts.Bytes + outcome.Bytes,
                Failed = counts.Failed + (outcome.IsReadable ? 0 : 1),
            };
        }

        return counts;
    }

    private async Task<Load?> FindLoadAsync(string path, DateTimeOffset since, CancellationToken cancellationToken) =>
        await ledger.FindFileAsync(path, cancellationToken) is { State: LoadState.Loaded or LoadState.Refused } file
        && await ledger.ReadLoadsAsync(new LedgerQuery { Load = file.LastLoad }, cancellationToken) is [var load]
        && load.StartedAt >= since
            ? load
            : null;

    /// <summary>Ends operations whose work is lost: their process is gone, or their messages are.</summary>
    /// <param name="isAlone">Whether there is no other process, which could have begun an operation without having its lock yet.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task EndAbandonedAsync(bool isAlone, CancellationToken cancellationToken)
    {
        foreach (var operation in await operations.ReadRunningOperationsAsync(cancellationToken))
        {
            var silence = time.GetUtcNow() - operation.UpdatedAt;
            var next = LedgerTexts.NextOf(operation.Kind);
            if (operation.Queued)
            {
                if (silence > LongestSilence)
                {
                    await FailAsync(operation.Id, $"{LedgerTexts.OperationLost} {next}", cancellationToken);
                }
            }
            else if (isAlone || silence > ShortestSilence)
            {
                await using var @lock = await locks.TryLockAsync(LockOf(operation.Id), cancellationToken);
                if (@lock is not null)
                {
                    await FailAsync(operation.Id, $"{LedgerTexts.OperationAbandoned} {next}", cancellationToken);
                }
            }
        }
    }

    private void OnChanged(Operation? operation)
    {
        if (operation is not { State: OperationState.Succeeded })
        {
            return;
        }

        if (backlogs.TryRemove(operation.Id, out var backlog))
        {
            backlog.Record(time.GetUtcNow());
        }

        LogEnded(
            operation.Id, operation.Kind, operation.Matched, operation.Loaded, operation.Refused, operation.Failed, operation.Waiting,
            operation.Removed, operation.Rows, operation.Rejected);
        OperationTelemetry.End(operation);
    }

    // The reason matters more than whether it could be recorded.
    private async Task NoteAsync(long operation, string error, CancellationToken cancellationToken)
    {
        try
        {
            await operations.NoteFailureAsync(operation, error, time.GetUtcNow(), cancellationToken);
        }
        catch (Exception e)
        {
            LogNotRecorded(FailureReason.TraceOf(e), operation, FailureReason.With(error, e));
        }
    }

    private static BatchKey KeyOf(long operation, WorkBatch batch) => new(operation, batch.Plan, batch.Number);

    private static BatchSize SizeOf(WorkBatch batch) => new(1, batch.Files.Count, batch.Length);

    private sealed class SupersededException : Exception;
}
