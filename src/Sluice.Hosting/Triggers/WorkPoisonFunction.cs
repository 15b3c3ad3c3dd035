using Microsoft.Azure.Functions.Worker;
using Sluice.Operations;

namespace Sluice.Hosting.Triggers;

/// <summary>Ends operations as failed if the host has given up one of their items, so that nobody waits for them.</summary>
public sealed class WorkPoisonFunction(Worker worker)
{
    /// <summary>The function's name.</summary>
    public const string Name = "WorkPoison";

    /// <summary>Ends the operation as failed. A message that is not work of Sluice is dropped.</summary>
    [Function(Name)]
    public Task RunAsync(
        [QueueTrigger(WorkQueue.PoisonName, Connection = WorkQueue.Setting)] string message,
        CancellationToken cancellationToken) =>
        WorkItem.Parse(message) is { } item ? worker.GiveUpAsync(item.Operation, cancellationToken) : Task.CompletedTask;
}
