using Sluice.Ledger;
using Sluice.Rows;
using Sluice.Warehouse;

namespace Sluice.Tests.Loading;

/// <summary>A transaction that writes when a test says so, and commits at once.</summary>
/// <param name="target">The target of the load.</param>
/// <param name="number">Its number, from 1.</param>
/// <param name="events">Takes the events.</param>
public sealed class HeldTransaction(LoadTarget target, int number, List<string> events) : ILoadTransaction
{
    private readonly TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LoadTarget Target => target;

    public bool IsDisposed { get; private set; }

    /// <summary>Lets it write.</summary>
    public void LetWrite() => written.TrySetResult();

    /// <summary>Lets it fail in its write.</summary>
    public void Fail(Exception exception) => written.TrySetException(exception);

    public Task RemoveAsync(long fromRow, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SupersedeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task WriteAsync(ColumnBatch batch, CancellationToken cancellationToken) => written.Task.WaitAsync(cancellationToken);

    public Task WriteAsync(IReadOnlyList<Reject> rejects, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<FileRecord> CommitAsync(LoadProgress progress, CancellationToken cancellationToken)
    {
        lock (events)
        {
            events.Add($"commit {number}");
        }

        return Task.FromResult(target.File with { RowVersion = target.File.RowVersion + 1, Checkpoint = progress.Checkpoint });
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
