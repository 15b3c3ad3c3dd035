namespace Sluice.Operations;

/// <summary>The port to what hands the work of operations to those who do it. Safe for concurrent use.</summary>
public interface IWorkDispatcher
{
    /// <summary>Whether the work outlives this process, and other processes may do it.</summary>
    bool IsDurable { get; }

    /// <summary>
    /// Sends an item to <see cref="Worker.RunAsync"/>, in this or another process. It arrives at least once; it may arrive twice.
    /// </summary>
    Task SendAsync(WorkItem item, CancellationToken cancellationToken);

    /// <summary>Checks that work can be sent.</summary>
    /// <exception cref="WorkQueueUnavailableException">The queue cannot be reached.</exception>
    Task CheckAsync(CancellationToken cancellationToken);
}
