using System.Diagnostics;

namespace Sluice.IntegrationTests.Functions;

/// <summary>Runs a program to its end.</summary>
internal static class FunctionsProcess
{
    /// <summary>The worker from the build of these tests.</summary>
    public static string Worker { get; } = RepositoryRoot.Of(
        "src", "Sluice.Functions",
        Path.GetRelativePath(RepositoryRoot.Of("tests", "Sluice.IntegrationTests"), AppContext.BaseDirectory), "Sluice.Functions.dll");

    /// <summary>Runs <c>dotnet</c>.</summary>
    /// <param name="settings">Environment variables, in addition to those of this process.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The exit code and all output, standard output first.</returns>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryRoot.Path,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet cannot be started.");
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
