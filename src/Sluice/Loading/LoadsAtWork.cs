namespace Sluice.Loading;

/// <summary>The loads that are at work in this process, which can be stopped and waited for. Safe for concurrent use.</summary>
internal sealed class LoadsAtWork : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly HashSet<Task> atWork = [];

    /// <summary>Whether they were told to stop.</summary>
    public bool IsStopped => stop.IsCancellationRequested;

    /// <summary>Does the work of a load.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends it, as <see cref="StopAsync"/> does.</param>
    /// <exception cref="OperationCanceledException">It was ended, or not begun.</exception>
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

    /// <summary>Has no more begin, ends those that are at work, and waits for them.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
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
