using System.CommandLine;
using System.Diagnostics;
using Sluice.Local.Demo;
using Sluice.Local.Generate.Tables;
using Sluice.Local.Hosting;
using Sluice.Local.Storage;
using Sluice.Local.Terminal;
using Spectre.Console;

namespace Sluice.Local.Commands;

/// <summary><c>demo</c>: the whole pipeline on sample data.</summary>
internal static class DemoCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var rows = CommonOptions.Rows(100_000);
        var exit = new Option<bool>("--exit")
        {
            Description = "End when all is loaded: with 0 if every good row is loaded and every bad row is a reject, else with 1.",
        };
        var lake = new Option<string>("--lake")
        {
            Description = "The lake definition. The default is the sample that comes with Sluice.",
            HelpName = "PATH",
        };
        var command = new Command(
            "demo",
            "Generates sample data, uploads it, lets the blob triggers load it, and serves HTTP until Ctrl+C. "
                + "Removes what an earlier demo left in the warehouse first.")
        {
            rows, exit, CommonOptions.Port, CommonOptions.Seed, CommonOptions.Dirt, lake, CommonOptions.Home, CommonOptions.Verbose,
            CommonOptions.Json,
        };
        command.AddExamples("sluice demo", "sluice demo --rows 1000000 --exit");
        command.SetWork(async (result, cancellationToken) =>
        {
            var home = new LocalHome(Path.Combine(result.GetRequiredValue(CommonOptions.Home), "demo"));
            var sample = new SampleOptions
            {
                Folder = Path.Combine(home.Folder, "files"),
                Rows = result.GetValue(rows),
                Seed = result.GetValue(CommonOptions.Seed),
                Dirt = result.GetValue(CommonOptions.Dirt),
            };
            var options = new LocalOptions
            {
                Home = home,
                Lake = result.GetValue(lake) ?? Path.Combine(AppContext.BaseDirectory, "lake", "datapackage.json"),
                Verbose = result.GetValue(CommonOptions.Verbose),
                StartAnew = true,
                CommitRows = Math.Max(10_000, sample.Rows / 20),
            };
            var serve = new ServeOptions(result.GetValue(CommonOptions.Port), Sweep: false);
            return await RunAsync(options, serve, sample, result.GetValue(exit), result, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        LocalOptions options, ServeOptions serve, SampleOptions sample, bool exit, ParseResult result,
        CancellationToken cancellationToken)
    {
        var (console, asJson, watch) = (result.InvocationConfiguration, result.GetValue(CommonOptions.Json), Stopwatch.StartNew());
        IReadOnlyList<DemoOutcome> outcomes;
        IReadOnlyList<string> differences;
        await using (var host = await LocalHost.OpenAsync(options, serve, cancellationToken))
        {
            await host.StartAsync(cancellationToken);
            outcomes = await new DemoRun(host, sample).RunAsync(cancellationToken);
            if (asJson)
            {
                result.WriteJson(outcomes.Select(o => LoadBody.From(o.Load, o.Time)));
            }
            else
            {
                ShowTable(outcomes);
                await console.Output.WriteLineAsync($"All loaded {Show.Seconds(watch.Elapsed)} seconds after the start.");
            }

            differences =
            [
                .. await DemoCheck.CompareLedgerAsync(host.Ledger, outcomes, cancellationToken),
                .. await DemoCheck.CompareTablesAsync(host.Analytics, host.Ledger, outcomes, cancellationToken),
            ];
            if (!exit)
            {
                await WriteAsync(console.Error, differences);
                Serving.Describe(host, asJson ? console.Error : console.Output);
                await host.WaitAsync(cancellationToken);
            }
        }

        await WriteAsync(console.Error, differences);
        if (differences.Count > 0)
        {
            return ExitCode.Data;
        }

        await (asJson ? console.Error : console.Output).WriteLineAsync(
            "Every good row is in its table, and every bad row is a reject.");
        return ExitCode.Ok;
    }

    private static void ShowTable(IReadOnlyList<DemoOutcome> outcomes)
    {
        var table = Show.Table("file", "rows", "rejected", "seconds", "rows/s");
        foreach (var outcome in outcomes)
        {
            var load = outcome.Load;
            table.AddRow(
                load.File.EscapeMarkup(), Show.Number(load.Rows), Show.Number(load.Rejected), Show.Seconds(outcome.Time),
                Show.PerSecond(load.Rows + load.Rejected, outcome.Time));
        }

        AnsiConsole.Write(table);
    }

    private static async Task WriteAsync(TextWriter output, IEnumerable<string> sentences)
    {
        foreach (var sentence in sentences)
        {
            await output.WriteLineAsync(sentence);
        }
    }
}
