namespace Sluice.Loading;

/// <summary>The running loads of this process, which can be stopped and awaited. Safe for concurrent use.</summary>
internal sealed class LoadsAtWork : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly HashSet<Task> atWork = [];

    /// <summary>Whether <see cref="StopAsync"/> was called.</summary>
    public bool IsStopped => stop.IsCancellationRequested;

    /// <summary>Runs the work of a load.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Cancels it, as <see cref="StopAsync"/> does.</param>
    /// <exception cref="OperationCanceledException">It was cancelled, or did not begin.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop.Token);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (atWork)
        {
            either.Token.ThrowIfCancellationRequested();
            atWork.Add(ended.Task);
        }

        try
        {
            return await work(either.Token);
        }
        finally
        {
            lock (atWork)
            {
                atWork.Remove(ended.Task);
            }

            ended.SetResult();
        }
    }

    /// <summary>Lets no load begin any more, cancels the running ones, and waits for them.</summary>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stop.CancelAsync();
        Task[] left;
        lock (atWork)
        {
            left = [.. atWork];
        }

        await Task.WhenAll(left).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => stop.Dispose();
}
