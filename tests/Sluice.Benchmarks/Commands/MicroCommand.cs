using System.CommandLine;
using System.Globalization;
using System.Text;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Sluice.Benchmarks.Micro;
using Spectre.Console;

namespace Sluice.Benchmarks.Commands;

/// <summary><c>micro</c>: the hot paths by themselves, with what they allocate.</summary>
internal static class MicroCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create()
    {
        var filter = new Option<string>("--filter")
        {
            Description = "Which types and formats, as a part of their names: datetime, \"list date\". Without it all.",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };
        var command = new Command("micro",
            "Measures validation of each type and format of Table Schema by itself, with what it allocates (BenchmarkDotNet).") { filter };
        command.SetAction(result =>
        {
            var wanted = result.GetRequiredValue(filter);

            // In this process: BenchmarkDotNet would otherwise generate a project, and this repository's build rules would apply to it.
            var config = ManualConfig.CreateEmpty()
                .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
                .AddDiagnoser(MemoryDiagnoser.Default)
                .AddFilter(new BenchmarkDotNet.Filters.SimpleFilter(
                    c => SampleOf(c).ToString().Contains(wanted, StringComparison.OrdinalIgnoreCase)))
                .AddLogger(NullLogger.Instance)
                .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "sluice-micro"));
            Console.Error.WriteLine("Each type and format takes some seconds.");
            var summary = BenchmarkRunner.Run<FieldTypes>(config);
            AnsiConsole.Write(TableOf(summary));
            return summary.HasCriticalValidationErrors || summary.Reports.IsEmpty || summary.Reports.Any(r => !r.Success) ? 1 : 0;
        });
        return command;
    }

    private static TypeSample SampleOf(BenchmarkCase benchmark) => (TypeSample)benchmark.Parameters[nameof(FieldTypes.Sample)];

    private static Table TableOf(Summary summary)
    {
        var table = new Table().Border(TableBorder.Markdown).AddColumn("type").AddColumn("format");
        foreach (var number in (string[])["values/s", "MB/s", "allocated bytes/row"])
        {
            table.AddColumn(number, c => c.RightAligned().NoWrap());
        }

        foreach (var report in summary.Reports.OrderBy(r => TypeSample.All.ToList().IndexOf(SampleOf(r.BenchmarkCase))))
        {
            var sample = SampleOf(report.BenchmarkCase);
            var rowsPerSecond = 1e9 / (report.ResultStatistics?.Mean ?? double.NaN);
            var allocated = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase);
            table.AddRow(
                sample.Type.EscapeMarkup(), sample.Format.EscapeMarkup(), Number(rowsPerSecond * TypeSample.ValuesOfRow),
                Number(rowsPerSecond * Encoding.UTF8.GetByteCount(sample.Rows) / sample.Texts.Length / 1e6),
                allocated is { } bytes ? Number(bytes) : "");
        }

        return table;
    }

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
