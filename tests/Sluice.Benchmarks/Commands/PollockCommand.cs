using System.CommandLine;
using Sluice.Benchmarks.Pollock;
using Spectre.Console;

namespace Sluice.Benchmarks.Commands;

/// <summary><c>pollock</c>: judges Sluice's reading by the Pollock benchmark.</summary>
internal static class PollockCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER")
        {
            Description = "The unpacked folder 'polluted_files' of Pollock, with 'csv', 'clean' and 'parameters'.",
        };
        folder.Validators.Add(r =>
        {
            if (PollutedFile.FaultOf(r.GetValueOrDefault<string>()) is { } fault)
            {
                r.AddError(fault);
            }
        });
        var only = new Option<string>("--only")
        {
            Description = "The files to judge, as a name with * and ?: \"row_less_sep_*\". Without it all.",
            HelpName = "PATTERN",
            DefaultValueFactory = _ => "*",
        };
        var output = new Option<string?>("--out")
        {
            Description = "A folder for the files as they were loaded, as the benchmark's own evaluation reads them.",
            HelpName = "FOLDER",
        };
        var verbose = new Option<bool>("--verbose")
        {
            Description = "Lists refused files, the lines of lost rows, and the numbers of rows with shifted or other values.",
        };
        var command = new Command(
            "pollock",
            "Loads the files of the Pollock benchmark with the dialect given and with only the column names given, scores both as its "
            + "paper does, and counts rows that are lost or wrong. Ends with 1 if a limit is missed.")
        {
            folder, only, output, verbose,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var files = PollutedFile.In(result.GetRequiredValue(folder), result.GetRequiredValue(only));
            var outcomes = await JudgeAsync(files, result.GetValue(output), cancellationToken);
            if (outcomes.Exists(o => o.Files.Count == 0))
            {
                await Console.Error.WriteLineAsync($"No file has a name like '{result.GetRequiredValue(only)}'.");
                return 1;
            }

            if (result.GetValue(verbose))
            {
                outcomes.ForEach(ListFiles);
            }

            AnsiConsole.Write(OutcomeTables.OfJudges(outcomes));
            foreach (var table in outcomes.Select(OutcomeTables.OfKinds).Where(t => t.Rows.Count > 0))
            {
                AnsiConsole.Write(table);
            }

            return outcomes.SelectMany(o => o.Judges).All(j => j.IsReached) ? 0 : 1;
        });
        return command;
    }

    // One file after the other, so that only one is in memory.
    private static async Task<List<RunOutcome>> JudgeAsync(
        IEnumerable<PollutedFile> files, string? output, CancellationToken cancellationToken)
    {
        using var definition = new FileDefinition();
        var judged = JudgedRun.All.ToDictionary(r => r, _ => new List<FileOutcome>());
        foreach (var file in files)
        {
            foreach (var (run, outcomes) in judged)
            {
                var loaded = await FileLoading.LoadAsync(
                    file.Path, definition.Read(file.Parameters, run.GivesDialect), cancellationToken);
                outcomes.Add(FileOutcome.Of(file, loaded));
                if (output is not null)
                {
                    var folder = Directory.CreateDirectory(Path.Combine(output, run.Key)).FullName;
                    await loaded.WriteAsync(Path.Combine(folder, $"{file.Name}_converted.csv"), cancellationToken);
                }
            }
        }

        return [.. judged.Select(j => new RunOutcome(j.Key, j.Value))];
    }

    private static void ListFiles(RunOutcome outcome)
    {
        foreach (var file in outcome.Files)
        {
            var parts = (string[])
            [
                file.Refusal is { } refusal ? $"refused: {refusal}" : "",
                file.Lost.Count > 0 ? $"lost lines {string.Join(", ", file.Lost)}" : "",
                file.Wrong.Count > 0 ? $"wrong rows {string.Join(", ", file.Wrong)}" : "",
            ];
            if (parts.Where(p => p.Length > 0).ToList() is [_, ..] said)
            {
                Console.WriteLine($"{outcome.Run.Key}/{file.Name}: {string.Join("; ", said)}");
            }
        }
    }
}
