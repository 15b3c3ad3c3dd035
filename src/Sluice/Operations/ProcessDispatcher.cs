using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Operations;

/// <summary>
/// Does the work of operations in this process, some items at a time. An item that fails ends its operation: whoever asked tries again. The
/// process holds a lock for each of its operations, so that others see when it is gone. Safe for concurrent use.
/// </summary>
/// <param name="worker">Resolves the worker, which sends items too.</param>
/// <param name="locks">The locks of the warehouse.</param>
/// <param name="options">How many items at a time.</param>
/// <param name="logger">Logs faults.</param>
public sealed partial class ProcessDispatcher(
    Func<Worker> worker, ILocks locks, LoaderOptions options, ILogger<ProcessDispatcher> logger)
    : IWorkDispatcher, IAsyncDisposable
{
    private readonly Queue<WorkItem> waiting = new();
    private readonly HashSet<Task> runners = [];
    private readonly Dictionary<long, int> items = [];
    private readonly ConcurrentDictionary<long, IAsyncDisposable> held = new();
    private readonly CancellationTokenSource stop = new();

    // Resolved with the first item: while the app stops, nothing can be resolved any more.
    private Worker? resolved;

    /// <inheritdoc/>
    public bool IsDurable => false;

    /// <inheritdoc/>
    public async Task SendAsync(WorkItem item, CancellationToken cancellationToken)
    {
        ThrowIfStopped();
        resolved ??= worker();
        if (item.Batch is null && await locks.TryLockAsync(Worker.LockOf(item.Operation), cancellationToken) is { } @lock)
        {
            held[item.Operation] = @lock;
        }

        lock (waiting)
        {
            ThrowIfStopped();
            waiting.Enqueue(item);
            items[item.Operation] = items.GetValueOrDefault(item.Operation) + 1;
            if (runners.Count < options.Concurrency)
            {
                var ended = new TaskCompletionSource();
                runners.Add(ended.Task);
                _ = Task.Run(() => RunAsync(ended), CancellationToken.None);
            }
        }
    }

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stops the work, and ends the operations that are left as failed.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] left;
        lock (waiting)
        {
            if (stop.IsCancellationRequested)
            {
                return;
            }

            stop.Cancel();
            left = [.. runners];
        }

        await Task.WhenAll(left);
        foreach (var operation in held.Keys)
        {
            await EndAsync(operation, error: null);
            await ReleaseAsync(operation);
        }

        stop.Dispose();
    }

    private void ThrowIfStopped()
    {
        if (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException("The process stops, so it begins no more work.");
        }
    }

    private async Task RunAsync(TaskCompletionSource ended)
    {
        while (true)
        {
            WorkItem? item;
            lock (waiting)
            {
                if (stop.IsCancellationRequested || !waiting.TryDequeue(out item))
                {
                    runners.Remove(ended.Task);
                    ended.SetResult();
                    return;
                }
            }

            await RunAsync(item);
        }
    }

    private async Task RunAsync(WorkItem item)
    {
        try
        {
            await resolved!.RunAsync(item, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
        catch (OperationCanceledException)
        {
            // The app stops its loads before this service.
            await EndAsync(item.Operation, error: null);
        }
        catch (Exception e)
        {
            var cause = FailureReason.CauseOf(e);
            if (FailureReason.TraceOf(cause) is { } fault)
            {
                LogFault(fault, item.Operation);
            }

            await EndAsync(item.Operation, FailureReason.Describe(cause));
        }

        int left;
        lock (waiting)
        {
            left = items[item.Operation] -= 1;
            if (left == 0)
            {
                items.Remove(item.Operation);
            }
        }

        if (left == 0)
        {
            await ReleaseAsync(item.Operation);
        }
    }

    private async Task ReleaseAsync(long operation)
    {
        if (held.TryRemove(operation, out var @lock))
        {
            await @lock.DisposeAsync();
        }
    }

    /// <summary>Ends an operation as failed.</summary>
    /// <param name="operation">Its id.</param>
    /// <param name="error">Why; <see langword="null"/> if the process stops.</param>
    private async Task EndAsync(long operation, string? error)
    {
        try
        {
            await (error is null
                ? resolved!.StopAsync(operation, CancellationToken.None)
                : resolved!.FailAsync(operation, error, CancellationToken.None));
        }
        catch (Exception e)
        {
            // The warehouse is gone. A sweep ends the operation later, because its lock is free then.
            LogNotRecorded(FailureReason.TraceOf(e), operation, FailureReason.With(error ?? LedgerTexts.OperationStopped, e));
        }
    }

    [LoggerMessage(25, LogLevel.Error, "Operation {Operation} failed because of a fault")]
    private partial void LogFault(Exception fault, long operation);

    [LoggerMessage(26, LogLevel.Error, "Operation {Operation} failed, and that could not be recorded: {Reason}")]
    private partial void LogNotRecorded(Exception? trace, long operation, string reason);
}
