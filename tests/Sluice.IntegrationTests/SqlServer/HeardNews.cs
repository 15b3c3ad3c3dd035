using System.Collections.Concurrent;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>The news of a warehouse.</summary>
internal sealed class HeardNews(TimeProvider time) : IProgress<string>
{
    private readonly long start = time.GetTimestamp();
    private readonly ConcurrentQueue<string> heard = [];
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> Sentences => [.. heard];

    /// <summary>Ends with the first news.</summary>
    public Task Heard => first.Task;

    /// <summary>The time since it was created.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(start);

    public void Report(string value)
    {
        heard.Enqueue(value);
        first.TrySetResult();
    }
}
