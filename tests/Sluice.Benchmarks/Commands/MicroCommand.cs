using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Sluice.Benchmarks.Commands;

/// <summary><c>micro</c>: the hot paths by themselves, with what they allocate.</summary>
internal static class MicroCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create()
    {
        var filter = new Option<string>("--filter")
        {
            Description = "Which benchmarks, as a pattern of their names.",
            HelpName = "GLOB",
            DefaultValueFactory = _ => "*",
        };
        var command = new Command("micro", "Measures the hot paths by themselves, with what they allocate (BenchmarkDotNet).") { filter };
        command.SetAction(result =>
        {
            // In this process: a project that is generated for each would be built by the rules of this repository, which are not for it.
            var config = ManualConfig.CreateEmpty()
                .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
                .AddDiagnoser(MemoryDiagnoser.Default)
                .AddColumnProvider(DefaultColumnProviders.Instance)
                .AddLogger(ConsoleLogger.Default)
                .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "sluice-micro"));
            var summaries = BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(["--filter", result.GetRequiredValue(filter)], config);
            return summaries.Any(s => s.HasCriticalValidationErrors || s.Reports.Any(r => !r.Success)) ? 1 : 0;
        });
        return command;
    }
}
