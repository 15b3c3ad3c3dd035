using System.Diagnostics;
using System.Reflection;

namespace Sluice.Tests.Infra;

/// <summary>The Bicep compiler, a program in its NuGet package.</summary>
internal static class Bicep
{
    private static readonly string Path = FindProgram();

    /// <summary>Runs a command of it.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="environment">Variables that parameter files read.</param>
    /// <param name="arguments">The command and its arguments.</param>
    /// <returns>The exit code and its standard error, which has its warnings.</returns>
    public static async Task<(int ExitCode, string Diagnostics)> RunAsync(
        string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, errors.Trim());
    }

    private static string FindProgram()
    {
        var path = typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "BicepPath").Value!;
        if (!OperatingSystem.IsWindows())
        {
            // Whether a package's files are executable depends on who unpacked it.
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
        }

        return path;
    }
}
