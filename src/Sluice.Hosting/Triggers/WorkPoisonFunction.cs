using Microsoft.Azure.Functions.Worker;
using Sluice.AzureStorage;
using Sluice.Operations;

namespace Sluice.Hosting.Triggers;

/// <summary>Ends each operation of whose work the host has given up an item, so that nobody waits for it.</summary>
public sealed class WorkPoisonFunction(Worker worker)
{
    /// <summary>The function's name.</summary>
    public const string Name = "WorkPoison";

    /// <summary>Ends the operation as failed. A message that is not work of Sluice is dropped.</summary>
    [Function(Name)]
    public Task RunAsync(
        [QueueTrigger(QueueDispatcher.PoisonName, Connection = WorkQueueSettings.Name)] string message,
        CancellationToken cancellationToken) =>
        WorkItem.Parse(message) is { } item ? worker.GiveUpAsync(item.Operation, cancellationToken) : Task.CompletedTask;
}
