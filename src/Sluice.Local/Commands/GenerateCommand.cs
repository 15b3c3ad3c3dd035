using System.CommandLine;
using Sluice.Files;
using Sluice.Local.Generate;
using Sluice.Local.Generate.Tables;
using Sluice.Local.Terminal;
using Spectre.Console;

namespace Sluice.Local.Commands;

/// <summary><c>generate</c>: writes sample data.</summary>
internal static class GenerateCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder to write to; each dataset gets a subfolder." };
        var rows = CommonOptions.Rows(100_000);
        var command = new Command(
            "generate",
            "Writes CSV files for the sample lake, and beside each file how many of its rows are good and bad, and why.")
        {
            folder, rows, CommonOptions.Seed, CommonOptions.Dirt, CommonOptions.Json,
        };
        command.AddExamples("sluice generate samples --rows 10000");
        command.SetWork(async (result, cancellationToken) =>
        {
            var options = new SampleOptions
            {
                Folder = result.GetRequiredValue(folder),
                Rows = result.GetValue(rows),
                Seed = result.GetValue(CommonOptions.Seed),
                Dirt = result.GetValue(CommonOptions.Dirt),
            };
            CommandException.ThrowUsage(LocalPath.FindFolderFault(options.Folder));
            var summary = await SampleGenerator.GenerateAsync(options, null, cancellationToken);
            if (result.GetValue(CommonOptions.Json))
            {
                result.WriteJson(summary.Files);
                return ExitCode.Ok;
            }

            var table = Show.Table("file", "rows", "good", "bad", "bytes");
            foreach (var file in summary.Files)
            {
                table.AddRow(
                    file.File.EscapeMarkup(), Show.Number(file.Rows), Show.Number(file.Good), Show.Number(file.Bad),
                    Show.Number(file.Bytes));
            }

            AnsiConsole.Write(table);
            return ExitCode.Ok;
        });
        return command;
    }
}
