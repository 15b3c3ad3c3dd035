using System.CommandLine;
using Sluice.Benchmarks.Comparing;
using Sluice.Benchmarks.Rows;
using Spectre.Console;

namespace Sluice.Benchmarks.Commands;

/// <summary><c>compare</c>: one table, each row of it measured beside its peer.</summary>
internal static class CompareCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create()
    {
        var only = new Option<string[]>("--only")
        {
            Description = $"The rows to measure: {string.Join(", ", AllRows.Keys)}. Without it all.",
            HelpName = "ROW",
            AllowMultipleArgumentsPerToken = true,
        };
        only.AcceptOnlyFromAmong([.. AllRows.Keys]);
        var rows = Count("--rows", 2_000_000, "Rows of the file that is loaded.");
        var memoryRows = Count(
            "--memory-rows", 20_000_000, "Rows of the large file of the row memory; its small one has a hundredth of them.");
        var files = Count("--files", 100_000, "Files of the row sweep.");
        var runs = Count("--runs", 5, "How often each side is measured; the median counts.");
        var command = new Command(
            "compare", "Measures rows beside their peers, in turn, and prints one table. Ends with 1 if a row is over its limit.")
        {
            only, rows, memoryRows, files, runs,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var workspace = new Workspace(new CompareOptions(
                result.GetValue(rows), result.GetValue(memoryRows), result.GetValue(files), result.GetValue(runs)));
            var wanted = result.GetValue(only) is { Length: > 0 } keys ? keys : AllRows.Keys;
            var all = AllRows.Of(workspace).Where(r => wanted.Contains(r.Key)).ToLookup(r => r.Obstacle is null);
            var outcomes = await all[true].MeasureAsync(workspace.Options.Runs, cancellationToken);
            AnsiConsole.Write(OutcomeTable.Of(outcomes));
            foreach (var row in all[false])
            {
                AnsiConsole.WriteLine($"{row.Key} is left out: {row.Obstacle}");
            }

            return outcomes.All(o => o.IsWithin) ? 0 : 1;
        });
        return command;
    }

    private static Option<int> Count(string name, int value, string description)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value };
        option.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<int>() < 1)
            {
                r.AddError($"{name} must be at least 1.");
            }
        });
        return option;
    }
}
