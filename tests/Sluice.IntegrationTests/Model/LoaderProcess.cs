using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Ledger;

namespace Sluice.IntegrationTests.Model;

/// <summary>A process that loads, and can be killed at any moment: see <see cref="LoaderProgram"/>.</summary>
internal sealed partial class LoaderProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private readonly Process process;
    private readonly ConcurrentQueue<string> log;

    private LoaderProcess(Process process, int edition, ConcurrentQueue<string> log)
    {
        this.process = process;
        this.log = log;
        Edition = edition;
        process.ErrorDataReceived += (_, line) => Hear(line.Data ?? "");
        process.BeginErrorReadLine();
    }

    /// <summary>The edition of its lake definition.</summary>
    public int Edition { get; }

    /// <summary>The numbers of the loads that it reports as its own. Complete if it ended by itself.</summary>
    public ConcurrentDictionary<long, bool> Loads { get; } = new();

    /// <summary>Starts it and waits until it takes commands.</summary>
    /// <param name="warehouse">The warehouse's name.</param>
    /// <param name="lake">The lake's connection string.</param>
    /// <param name="edition">The edition of its lake definition.</param>
    /// <param name="log">Takes the lines of its log.</param>
    public static async Task<LoaderProcess> StartAsync(string warehouse, string lake, int edition, ConcurrentQueue<string> log)
    {
        var loader = new LoaderProcess(TestProgram.Start(LoaderProgram.Variable, $"{warehouse}\n{lake}\n{edition}"), edition, log);
        await loader.ExpectAsync(LoaderProgram.Ready);
        return loader;
    }

    /// <summary>Sends it a command, and does not wait.</summary>
    public async Task TellAsync(string command)
    {
        await process.StandardInput.WriteLineAsync(command);
        await process.StandardInput.FlushAsync();
    }

    /// <summary>Makes it wait with the first file that each of its loads reads, and waits until it does.</summary>
    /// <param name="command">The command.</param>
    public async Task HoldAsync(string command)
    {
        await TellAsync(LoaderProgram.Hold);
        await TellAsync(command);
        await ExpectAsync(LoaderProgram.Holding);
    }

    /// <summary>Erases a key, and waits until that is done or has failed.</summary>
    /// <returns>The operation, whether it has succeeded, and how many rows and rejects it has erased.</returns>
    public async Task<(long Operation, bool IsDone, long Rows, long Rejected)> EraseAsync(long key)
    {
        await TellAsync($"{LoaderProgram.EraseNow} {key}");
        return await ReadErasedAsync() is [var operation, var state, var rows, var rejected]
            ? (Number(operation), state == nameof(OperationState.Succeeded), Number(rows), Number(rejected))
            : throw new InvalidOperationException("The loader did not say what it has erased.");
    }

    /// <summary>The keys that it has erased so far.</summary>
    public async Task<IReadOnlyList<long>> ReadErasuresAsync()
    {
        await TellAsync(LoaderProgram.Erasures);
        return [.. (await ReadErasedAsync()).Select(Number)];
    }

    /// <summary>Waits until all commands are done.</summary>
    public async Task FinishAsync()
    {
        await TellAsync(LoaderProgram.Finish);
        await ExpectAsync(LoaderProgram.Finished);
    }

    /// <summary>Waits until all commands are done and nothing is left to sweep.</summary>
    public async Task SettleAsync()
    {
        await TellAsync(LoaderProgram.Settle);
        await ExpectAsync(LoaderProgram.Settled);
    }

    /// <summary>Ends it by <c>kill -9</c> after so many steps, or when it has nothing to do. It runs no more code.</summary>
    public async Task KillAsync(int steps)
    {
        await TellAsync($"{LoaderProgram.Kill} {steps}");
        await process.WaitForExitAsync().WaitAsync(Limit);
        log.Enqueue("-- killed");
    }

    /// <summary>Lets it end by itself when it has nothing to do.</summary>
    public Task QuitAsync() => EndAsync(LoaderProgram.Quit);

    /// <summary>Lets it end by itself after so many steps, even in the middle of a load.</summary>
    public Task StopAsync(int steps) => EndAsync($"{LoaderProgram.Stop} {steps}");

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    [GeneratedRegex(@": load (?<number>\d+) (begins|resumes|failed|has ended|was stopped)| changed during load (?<number>\d+)")]
    private static partial Regex OwnLoad();

    private void Hear(string line)
    {
        log.Enqueue(line);
        if (OwnLoad().Match(line) is { Success: true } match)
        {
            Loads[long.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture)] = true;
        }
    }

    private async Task EndAsync(string command)
    {
        await TellAsync(command);
        await process.WaitForExitAsync().WaitAsync(Limit);
        Assert.Equal(0, process.ExitCode);
    }

    private async Task ExpectAsync(string line)
    {
        var answer = await ReadAsync();
        if (answer != line)
        {
            throw new InvalidOperationException($"The loader was to say '{line}', but said '{answer}'.");
        }
    }

    private async Task<string[]> ReadErasedAsync()
    {
        var answer = await ReadAsync();
        return answer?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [LoaderProgram.Erased, .. var rest]
            ? rest
            : throw new InvalidOperationException($"The loader was to say what it has erased, but said '{answer}'.");
    }

    private Task<string?> ReadAsync() => process.StandardOutput.ReadLineAsync().WaitAsync(Limit);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
