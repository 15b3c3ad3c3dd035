using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sluice.IntegrationTests.Local;

/// <summary>The built command line as a child process.</summary>
internal sealed class Cli : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private readonly Process process;
    private readonly LineReader output;
    private readonly LineReader errors;

    private Cli(string[] arguments, string[] settings, string? folder = null)
    {
        // A shell makes its background processes ignore Ctrl+C, and child processes inherit that.
        string[] heeding = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        var start = new ProcessStartInfo(heeding[0], [.. heeding[1..], Program(), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? RepositoryRoot.Path,
        };
        foreach (var setting in settings.Select(s => s.Split('=', 2)))
        {
            start.Environment[setting[0]] = setting[1];
        }

        process = Process.Start(start)!;
        output = new LineReader(process.StandardOutput);
        errors = new LineReader(process.StandardError);
    }

    /// <summary>What it wrote to standard output so far.</summary>
    public IReadOnlyList<string> Output => output.Lines;

    /// <summary>What it wrote to standard error so far, without empty lines.</summary>
    public IReadOnlyList<string> Errors => [.. errors.Lines.Where(l => l.Length > 0)];

    /// <summary>Starts it.</summary>
    public static Cli Start(params string[] arguments) => new(arguments, []);

    /// <summary>Starts it with settings, each <c>name=value</c>.</summary>
    public static Cli StartWith(string[] settings, params string[] arguments) => new(arguments, settings);

    /// <summary>Starts it in a folder, with settings.</summary>
    public static Cli StartIn(string folder, string[] settings, params string[] arguments) => new(arguments, settings, folder);

    /// <summary>Runs it in a folder until it ends.</summary>
    public static async Task<(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)> RunInAsync(
        string folder, string[] settings, params string[] arguments)
    {
        await using var cli = new Cli(arguments, settings, folder);
        var exitCode = await cli.WaitAsync();
        return (exitCode, cli.Output, cli.Errors);
    }

    /// <summary>Runs it until it ends.</summary>
    public static Task<(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)> RunAsync(params string[] arguments) =>
        RunWithAsync([], arguments);

    /// <summary>Runs it until it ends, with settings, each <c>name=value</c>.</summary>
    public static async Task<(int ExitCode, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)> RunWithAsync(
        string[] settings, params string[] arguments)
    {
        await using var cli = new Cli(arguments, settings);
        var exitCode = await cli.WaitAsync();
        return (exitCode, cli.Output, cli.Errors);
    }

    /// <summary>Waits for a line of standard output that matches a pattern.</summary>
    public Task<string> WaitForLineAsync([StringSyntax(StringSyntaxAttribute.Regex)] string pattern) => WaitForLineAsync(output, pattern);

    /// <summary>Waits for a line of standard error that matches a pattern.</summary>
    public Task<string> WaitForErrorAsync([StringSyntax(StringSyntaxAttribute.Regex)] string pattern) => WaitForLineAsync(errors, pattern);

    /// <summary>Waits until it ends.</summary>
    public async Task<int> WaitAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Limit);
        await Task.WhenAll(output.Ended, errors.Ended).WaitAsync(Limit);
        return process.ExitCode;
    }

    /// <summary>Sends it Ctrl+C, and waits until it ends.</summary>
    public async Task<int> InterruptAsync()
    {
        await SignalAsync("INT");
        return await WaitAsync();
    }

    /// <summary>Asks it to end, as the system and containers do, and waits until it ends.</summary>
    public async Task<int> TerminateAsync()
    {
        await SignalAsync("TERM");
        return await WaitAsync();
    }

    /// <summary>Kills it, as the system does when memory runs out: it runs no more code.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Limit);
    }

    /// <summary>Sends it a signal.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private async Task<string> WaitForLineAsync(LineReader reader, string pattern)
    {
        var line = await reader.FindAsync(pattern).WaitAsync(Limit);
        return line ?? throw new InvalidOperationException($"It ended without '{pattern}': {string.Join('\n', Errors)}");
    }

    // .../tests/Sluice.IntegrationTests/bin/Debug/net10.0 -> .../src/Sluice.Local/bin/Debug/net10.0
    internal static string Program() => RepositoryRoot.Of(
        "src", "Sluice.Local",
        Path.GetRelativePath(RepositoryRoot.Of("tests", "Sluice.IntegrationTests"), AppContext.BaseDirectory), "sluice.dll");
}
