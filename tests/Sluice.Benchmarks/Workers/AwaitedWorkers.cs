using System.Collections.Concurrent;

namespace Sluice.Benchmarks.Workers;

/// <summary>The workers that have started and not yet connected.</summary>
internal sealed class AwaitedWorkers
{
    private readonly ConcurrentDictionary<string, Func<WorkerConversation, Task>> awaited = [];

    /// <summary>Sets what to do with a worker once it has connected. The connection lasts until that is done.</summary>
    public void Await(string worker, Func<WorkerConversation, Task> meet) => awaited[worker] = meet;

    /// <summary>Does it for a connected worker.</summary>
    public Task MeetAsync(string worker, WorkerConversation conversation) =>
        awaited.TryRemove(worker, out var meet)
            ? meet(conversation)
            : throw new InvalidOperationException($"Nobody started a worker {worker}.");
}
