using System.CommandLine;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Sluice.Files;
using Sluice.Folder;
using Sluice.Hosting;
using Sluice.Local.Init;
using Sluice.Local.Terminal;
using Sluice.Validation;
using Spectre.Console;

namespace Sluice.Local.Commands;

/// <summary><c>init</c>: makes a lake from the CSV files of a folder.</summary>
internal static class InitCommand
{
    /// <summary>The container that the files of a new lake are in.</summary>
    public const string Container = "data";

    private const string Ignored = "# State of Sluice, and rows that were rejected.\n.sluice/\nrejects/\n";

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var folder = new Argument<string>("DIR")
        {
            Description = "The folder with the CSV files. The default is the current one.",
            DefaultValueFactory = _ => ".",
        };
        var command = new Command(
            "init",
            "Makes a lake from the CSV files of a folder: a dataset for each file, and for each folder of files with the same columns. "
                + "Writes the lake definition, schemas and first reports, and overwrites nothing.")
        {
            folder, CommonOptions.Json,
        };
        command.AddExamples("sluice init && sluice run --data .");
        command.SetWork(async (result, cancellationToken) =>
        {
            var given = result.GetRequiredValue(folder);
            CommandException.ThrowUsage(LocalPath.FindFolderFault(given));
            var root = Directory.CreateDirectory(given).FullName;
            var (output, errors) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
            if (result.GetValue(CommonOptions.Json))
            {
                output = errors;
            }

            var lake = Path.Combine(root, "lake", "datapackage.json");
            var isThere = Path.Exists(lake);
            if (isThere)
            {
                await output.WriteLineAsync($"kept     {Path.GetRelativePath(root, lake)}, which exists, so no dataset is made.");
                await output.WriteLineAsync($"Add a dataset to it: {AddCommand(given)}");
            }

            var found = isThere ? null : await MakeAsync(root, given, lake, output, errors, cancellationToken);
            if (result.GetValue(CommonOptions.Json))
            {
                result.WriteJson(new
                {
                    definition = lake,
                    created = found is not null,
                    datasets = (found?.Found ?? []).Select(Describe),
                    leftOut = (found?.LeftOut ?? []).Select(f => new { file = f.File, reason = f.Reason }),
                });
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static object Describe(FoundDataset found) => new
    {
        name = found.Name,
        files = found.Files,
        rows = found.Rows,
        columns = found.Table.Columns.Count,
        rejects = found.Rejects,
    };

    private static async Task<DatasetFinder> MakeAsync(
        string root, string given, string lake, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var finder = new DatasetFinder(
            new FolderLayout(root, Container), SluiceSettings.ReadLimits(settings), SluiceSettings.ReadLoader(settings).Read);
        await finder.FindAsync(cancellationToken);
        foreach (var (file, reason) in finder.LeftOut)
        {
            await errors.WriteLineAsync($"left out {Path.GetRelativePath(root, file)}: {reason}");
        }

        ShowTable(finder.Found);
        var files = new NewFiles(root, output);
        var resources = new JsonArray();
        foreach (var dataset in finder.Found)
        {
            var schema = Path.Combine("schemas", $"{dataset.Name}.json");
            await files.WriteAsync(Path.Combine(root, "lake", schema), dataset.Resource["schema"]!, cancellationToken);
            var resource = dataset.Resource.DeepClone().AsObject();
            resource["schema"] = schema.Replace('\\', '/');
            resources.Add(resource);
        }

        if (resources.Count == 0)
        {
            resources.Add(Example());
        }

        await files.WriteAsync(lake, NewDefinition.Of(root, resources), cancellationToken);
        var definition = LakeDefinitionFile.Load(lake);
        await files.WriteAsync(
            Path.Combine(root, "lake", "reports.json"), FirstReports.Write(definition, finder.Found), cancellationToken);
        await files.WriteAsync(Path.Combine(root, ".gitignore"), Ignored, cancellationToken);
        await DescribeAsync(finder.Found.Count > 0, given, output);
        return finder;
    }

    private static async Task DescribeAsync(bool hasFiles, string given, TextWriter output)
    {
        await output.WriteLineAsync();
        await output.WriteLineAsync("Next:");
        if (hasFiles)
        {
            await output.WriteLineAsync("  Look at lake/datapackage.json and the schemas: types, keys, what may be missing.");
        }
        else
        {
            await output.WriteLineAsync(
                "  There is no CSV file yet, so lake/datapackage.json has an example. Write a file to the folder, and add it:");
            await output.WriteLineAsync($"  {AddCommand(given)}");
        }

        await output.WriteLineAsync($"  sluice run --data {ShellWord.Of(given)}{LakeOption(given)}");
        await output.WriteLineAsync(
            "  Then open http://127.0.0.1:7071/api/dashboard. What you change in the files of these datasets is loaded within seconds.");
        await output.WriteLineAsync($"  For a file of a new dataset: {AddCommand(given)}");
    }

    private static string AddCommand(string given) => $"sluice infer FILE --add{LakeOption(given)} --data {ShellWord.Of(given)}";

    private static string LakeOption(string given) =>
        Path.GetFullPath(given) == Environment.CurrentDirectory
            ? ""
            : $" --lake {ShellWord.Of(Path.Combine(given, "lake", "datapackage.json"))}";

    private static JsonObject Example() => new()
    {
        ["name"] = "example",
        ["type"] = "table",
        ["path"] = $"{Container}/example/*.csv",
        ["format"] = "csv",
        ["mediatype"] = "text/csv",
        ["encoding"] = "utf-8",
        ["schema"] = new JsonObject
        {
            ["fields"] = new JsonArray(
                new JsonObject { ["name"] = "id", ["type"] = "integer" }, new JsonObject { ["name"] = "name", ["type"] = "string" }),
        },
    };

    private static void ShowTable(IReadOnlyList<FoundDataset> datasets)
    {
        if (datasets.Count == 0)
        {
            return;
        }

        var table = Show.Table("dataset", "files", "rows", "columns", "will be rejects");
        foreach (var dataset in datasets)
        {
            table.AddRow(
                dataset.Name.EscapeMarkup(), Show.Number(dataset.Files), Show.Number(dataset.Rows),
                Show.Number(dataset.Table.Columns.Count), Show.Number(dataset.Rejects));
        }

        AnsiConsole.Write(table);
    }
}
