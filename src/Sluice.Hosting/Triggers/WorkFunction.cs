using Microsoft.Azure.Functions.Worker;
using Sluice.Operations;

namespace Sluice.Hosting.Triggers;

/// <summary>Does the work of operations, item by item, on whichever instance the host gives an item to.</summary>
public sealed class WorkFunction(Worker worker)
{
    /// <summary>The function's name.</summary>
    public const string Name = "Work";

    /// <summary>Does an item. Throws if it failed, so that the host tries again and finally queues it as poison.</summary>
    /// <exception cref="FormatException">The message is not an item of this version.</exception>
    [Function(Name)]
    public Task RunAsync(
        [QueueTrigger(WorkQueue.Name, Connection = WorkQueue.Setting)] string message, CancellationToken cancellationToken) =>
        worker.RunAsync(
            WorkItem.Parse(message) ?? throw new FormatException($"A message in the queue {WorkQueue.Name} is not work of Sluice."),
            cancellationToken);
}
