using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Sluice.IntegrationTests.Operations;

/// <summary>A process that takes work from a queue: see <see cref="WorkerProgram"/>.</summary>
internal sealed partial class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private WorkerProcess(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, line) => Hear(line.Data ?? "");
        process.BeginErrorReadLine();
    }

    /// <summary>The files that it has loaded.</summary>
    public ConcurrentQueue<string> Loaded { get; } = [];

    /// <summary>Starts it.</summary>
    /// <param name="warehouse">The warehouse's name.</param>
    /// <param name="storage">The connection string of the lake and the queue.</param>
    /// <param name="queue">The queue's name.</param>
    public static async Task<WorkerProcess> StartAsync(string warehouse, string storage, string queue)
    {
        var worker = new WorkerProcess(TestProgram.Start(WorkerProgram.Variable, $"{warehouse}\n{storage}\n{queue}"));
        Assert.Equal(WorkerProgram.Ready, await worker.process.StandardOutput.ReadLineAsync().WaitAsync(Limit));
        return worker;
    }

    /// <summary>Ends it by <c>kill -9</c>, in the middle of its work.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Limit);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    [GeneratedRegex(@"(?<file>\S+): load \d+ has ended, Loaded")]
    private static partial Regex HasLoaded();

    private void Hear(string line)
    {
        if (HasLoaded().Match(line) is { Success: true } match)
        {
            Loaded.Enqueue(match.Groups["file"].Value);
        }
    }
}
