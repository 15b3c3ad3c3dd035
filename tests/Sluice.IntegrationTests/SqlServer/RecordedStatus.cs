using System.Collections.Concurrent;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>What a warehouse reports of its status.</summary>
internal sealed class RecordedStatus(TimeProvider time) : IProgress<string>
{
    private readonly long start = time.GetTimestamp();
    private readonly ConcurrentQueue<string> messages = [];
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> Sentences => [.. messages];

    /// <summary>Ends with the first message.</summary>
    public Task Received => first.Task;

    /// <summary>The time since it was created.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(start);

    public void Report(string value)
    {
        messages.Enqueue(value);
        first.TrySetResult();
    }
}
