using System.Collections.Concurrent;

namespace Sluice.Benchmarks.Workers;

/// <summary>The workers that were started and have not connected yet.</summary>
internal sealed class AwaitedWorkers
{
    private readonly ConcurrentDictionary<string, Func<WorkerConversation, Task>> awaited = [];

    /// <summary>Says what to do with a worker as soon as it has connected; the connection lasts as long as that.</summary>
    public void Await(string worker, Func<WorkerConversation, Task> meet) => awaited[worker] = meet;

    /// <summary>Does it.</summary>
    public Task MeetAsync(string worker, WorkerConversation conversation) =>
        awaited.TryRemove(worker, out var meet)
            ? meet(conversation)
            : throw new InvalidOperationException($"Nobody started a worker {worker}.");
}
