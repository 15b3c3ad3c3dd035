using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Sluice.Operations;

namespace Sluice.AzureStorage;

/// <summary>
/// The work of operations in a storage queue, from which all instances of the app take it. The function <c>Work</c> is triggered by the
/// queue; the host delivers a message again if its instance dies, and moves it to the poison queue after several failures. Safe for
/// concurrent use.
/// </summary>
/// <param name="queue">The queue, of <see cref="HostStorageSettings.CreateQueueClient"/>.</param>
public sealed class QueueDispatcher(QueueClient queue) : IWorkDispatcher
{
    // A message outlives any outage that the app itself outlives.
    private static readonly TimeSpan NoEnd = TimeSpan.FromSeconds(-1);

    /// <inheritdoc/>
    public bool IsDurable => true;

    /// <inheritdoc/>
    public Task SendAsync(WorkItem item, CancellationToken cancellationToken)
    {
        var message = item.ToJson();
        return TranslateAsync(async () =>
        {
            try
            {
                await queue.SendMessageAsync(message, timeToLive: NoEnd, cancellationToken: cancellationToken);
            }
            catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
            {
                await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
                await queue.SendMessageAsync(message, timeToLive: NoEnd, cancellationToken: cancellationToken);
            }
        });
    }

    /// <summary>Checks that the queue can be reached. It is created with the first item.</summary>
    public Task CheckAsync(CancellationToken cancellationToken) => TranslateAsync(() => queue.ExistsAsync(cancellationToken));

    private async Task TranslateAsync(Func<Task> request)
    {
        try
        {
            await request();
        }
        catch (Exception e) when (StorageError.From(e) is { } error)
        {
            throw new WorkQueueUnavailableException($"The queue {queue.Name} of the work cannot be used: {error.Reason}", e);
        }
    }
}
