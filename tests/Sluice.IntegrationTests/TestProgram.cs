using System.Diagnostics;
using Sluice.IntegrationTests.Model;
using Sluice.IntegrationTests.Operations;
using Sluice.IntegrationTests.Warehouse;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Sluice.IntegrationTests;

/// <summary>The entry point: runs the tests, or a helper process that a test starts. An environment variable tells which.</summary>
internal static class TestProgram
{
    private static readonly Dictionary<string, Func<string, Task>> Others = new()
    {
        [WarehouseHolder.Variable] = WarehouseHolder.HoldAsync,
        [LoaderProgram.Variable] = LoaderProgram.RunAsync,
        [WorkerProgram.Variable] = WorkerProgram.RunAsync,
    };

    public static async Task<int> Main(string[] args)
    {
        foreach (var (variable, run) in Others)
        {
            if (Environment.GetEnvironmentVariable(variable) is { } value)
            {
                await run(value);
                return 0;
            }
        }

        // The same entry point that the framework would generate.
        return args.Any(a => a is "--server" or "--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
    }

    /// <summary>Starts this program once more. Its standard streams are redirected.</summary>
    /// <param name="variable">The variable that tells which helper to be.</param>
    /// <param name="value">Its value.</param>
    public static Process Start(string variable, string value)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [variable] = value },
        };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(TestProgram).Assembly.Location);
        }

        return Process.Start(start)!;
    }
}
