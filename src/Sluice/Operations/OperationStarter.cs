using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Operations;

/// <summary>Starts operations, and waits for them. Safe for concurrent use.</summary>
public sealed class OperationStarter(IOperations operations, IWorkDispatcher queue, TimeProvider time)
{
    // As long as an instance may work on a batch: functionTimeout of host.json.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Records an operation, and sends its work to those who do it.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellationToken">Cancels the start, not the operation.</param>
    public async Task<Operation> StartAsync(WorkRequest request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var operation = await operations.StartOperationAsync(
            new Operation
            {
                Id = 0,
                Kind = request.Kind,
                State = OperationState.Running,
                Request = request.ToJson(),
                Queued = queue.IsDurable,
                StartedAt = now,
                UpdatedAt = now,
            },
            cancellationToken);
        try
        {
            await queue.SendAsync(new WorkItem(operation.Id), cancellationToken);
        }
        catch (Exception e)
        {
            await operations.FailOperationAsync(
                operation.Id, $"Its work could not be sent to the queue. {FailureReason.Describe(e)}", time.GetUtcNow(),
                CancellationToken.None);
            throw;
        }

        return operation;
    }

    /// <summary>
    /// Starts a sweep by schedule. While an earlier one goes on, it returns that one: its work is in the queue already.
    /// </summary>
    public async Task<Operation> StartSweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var running in await operations.ReadRunningOperationsAsync(cancellationToken))
        {
            if (running.Kind == OperationKind.Sweep && running.Queued && now - running.UpdatedAt < LongestSilence)
            {
                return running;
            }
        }

        return await StartAsync(WorkRequest.Sweep(), cancellationToken);
    }

    /// <summary>Waits until an operation has ended.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="longest">How long to wait; <see langword="null"/> without a limit.</param>
    /// <param name="onProgress">Receives the operation each time it is read, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the waiting, not the operation.</param>
    /// <returns>The operation as it stands then.</returns>
    public async Task<Operation> WaitAsync(
        long id, TimeSpan? longest, Action<Operation>? onProgress, CancellationToken cancellationToken)
    {
        // Not the clock of the app: whoever waits does so in real time.
        var waiting = System.Diagnostics.Stopwatch.StartNew();
        for (var pause = ShortestPause; ; pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause)
        {
            var operation = await operations.FindOperationAsync(id, cancellationToken)
                ?? throw new InvalidOperationException($"The ledger has lost operation {id}.");
            onProgress?.Invoke(operation);
            var left = longest - waiting.Elapsed;
            if (operation.State != OperationState.Running || left <= TimeSpan.Zero)
            {
                return operation;
            }

            await Task.Delay(left < pause ? left.Value : pause, cancellationToken);
        }
    }
}
