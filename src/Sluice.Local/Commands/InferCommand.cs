using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Sluice.Files;
using Sluice.Folder;
using Sluice.Hosting;
using Sluice.Inference;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Local.Init;
using Sluice.Local.Terminal;
using Sluice.Validation;

namespace Sluice.Local.Commands;

/// <summary><c>infer</c>: makes a resource (a dataset of a lake definition) from files.</summary>
internal static class InferCommand
{
    private const int MostShown = 3;
    private const string Text = "text";
    private const string Json = "json";

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "The CSV files of one dataset; - is standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var rows = CommonOptions.Within(
            1,
            long.MaxValue,
            new Option<long>("--rows") { Description = "The most rows to read of each file. The default is all.", HelpName = "N" });
        var name = new Option<string?>("--name")
        {
            Description = "The dataset's name. The default is made from the name of the first file.",
            HelpName = "NAME",
        };
        var dialect = new DialectOptions();
        var strict = new Option<bool>("--strict")
        {
            Description = "Add all constraints that the files fulfill: required, unique, ranges, one of a few texts. "
                + "A later file may break them.",
        };
        var format = new Option<string>("--format")
        {
            Description = "The report on standard error: text, or json.",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => Text,
        };
        format.AcceptOnlyFromAmong(Text, Json);
        var add = new Option<bool>("--add")
        {
            Description = "Add the dataset to the lake definition. Makes the definition if there is none.",
        };
        var data = new Option<string?>("--data")
        {
            Description = "The local folder that is the lake. The path of the dataset is then that of the files in it.",
            HelpName = "DIR",
        };
        var command = new Command(
            "infer",
            "Prints a resource that fits the files, and the files of tomorrow: encoding, dialect, types, formats, missing values, key. "
                + "Reports on standard error what is not certain.")
        {
            files, rows, name, strict, format, CommonOptions.Json, add, data, CommonOptions.Lake,
        };
        dialect.AddTo(command);
        command.AddExamples("sluice infer data/orders/*.csv --add");
        command.SetWork(async (result, cancellationToken) =>
        {
            var paths = result.GetRequiredValue(files);
            var dataset = result.GetValue(name) ?? ResourceNames.FromPath(paths[0] == InputFile.Standard ? "stdin" : paths[0]);
            if (ResourceNames.FaultOf(dataset) is { } fault)
            {
                throw new CommandException(ExitCode.Usage, $"--name: {fault}");
            }

            var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
            using var inference = new SchemaInference(
                SluiceSettings.ReadLimits(settings), SluiceSettings.ReadLoader(settings).Read, dialect.Read(result));
            var remarks = new List<string>();
            var most = result.GetResult(rows) is null ? long.MaxValue : result.GetValue(rows);
            foreach (var given in paths)
            {
                var before = inference.Rejects.Count;
                using var file = await InputFile.OpenAsync(given, cancellationToken);
                await ReadAsync(inference, file, most, cancellationToken);
                remarks.AddRange(inference.Rejects.Skip(before).Take(MostShown).Select(
                    r => $"{file.Name}:{r.Line}: {string.Join("; ", r.Errors.Select(e => $"{e.Field ?? "row"}: {e.Message}"))}"));
            }

            var isStrict = result.GetValue(strict);
            var lake = result.GetRequiredValue(CommonOptions.Lake);
            var path = result.GetValue(data) is { } folder ? PathIn(folder, lake, paths) : ResourceNames.PathOf(dataset, paths[0]);
            var resource = ResourceJson.Write(dataset, path, inference, isStrict);
            var console = result.InvocationConfiguration;
            await console.Output.WriteLineAsync(resource.ToJsonString(NewFiles.Indented));
            var report = new InferReport(inference, inference.ToTable(dataset), isStrict, remarks, paths.Length);
            if (result.GetValue(CommonOptions.Json) || result.GetRequiredValue(format) == Json)
            {
                await console.Error.WriteLineAsync(report.ToJson().ToJsonString(NewFiles.Indented));
            }
            else
            {
                report.Write(console.Error);
            }

            if (result.GetValue(add))
            {
                await AddAsync(lake, resource, cancellationToken);
                await console.Error.WriteLineAsync($"Added {dataset} to {lake}.");
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task ReadAsync(SchemaInference inference, InputFile file, long rows, CancellationToken cancellationToken)
    {
        try
        {
            await inference.ReadAsync(
                (offset, _) => Task.FromResult<Stream>(LocalFile.Open(file.Path, offset)), file.Name, rows, cancellationToken,
                new FileInfo(file.Path).Length);
        }
        catch (FileRefusedException e)
        {
            throw new CommandException(ExitCode.Data, $"{file.Name}: {e.Message}");
        }
    }

    /// <summary>The path of a file in a lake that is a folder; of several, the one that they and others of their folder have.</summary>
    private static string PathIn(string folder, string lake, string[] files)
    {
        var layout = Path.Exists(lake)
            ? new FolderLayout(folder, LocalFile.LoadLake(lake))
            : new FolderLayout(folder, InitCommand.Container);
        var path = layout.PathOf(Path.GetFullPath(files[0])) ?? throw new CommandException(
            ExitCode.Usage, $"{files[0]} is no file of a lake in {folder}. Name a file in that folder, or leave out --data.");
        return files.Length == 1 ? path : $"{path[..path.LastIndexOf('/')]}/*{Path.GetExtension(path)}";
    }

    /// <summary>
    /// Adds a resource to a lake definition, or makes the definition. Restores the file if the definition would be invalid.
    /// </summary>
    private static async Task AddAsync(string path, JsonObject resource, CancellationToken cancellationToken)
    {
        if (LocalPath.KindOf(path) == PathKind.Nothing)
        {
            CommandException.ThrowUsage(LocalPath.FindOutputFault(path));
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            var above = Path.GetFileName(folder) == "lake" ? Path.GetDirectoryName(folder)! : folder;
            await new NewFiles(above, TextWriter.Null).WriteAsync(
                path, NewDefinition.Of(above, new JsonArray(resource.DeepClone())), cancellationToken);
            LakeDefinitionFile.Load(path);
            return;
        }

        LocalFile.Check(path);
        var before = await File.ReadAllTextAsync(path, cancellationToken);
        if (Parse() is not { } resources)
        {
            throw new CommandException(ExitCode.Usage, $"{path} has no 'resources' to add to.");
        }

        resources.Add(resource.DeepClone());
        await File.WriteAllTextAsync(path, resources.Root.ToJsonString(NewFiles.Indented) + "\n", cancellationToken);
        try
        {
            LakeDefinitionFile.Load(path);
        }
        catch (LakeDefinitionException)
        {
            await File.WriteAllTextAsync(path, before, CancellationToken.None);
            throw;
        }

        JsonArray? Parse()
        {
            try
            {
                return JsonNode.Parse(before) is JsonObject package ? package["resources"] as JsonArray : null;
            }
            catch (Exception e) when (e is JsonException or ArgumentException)
            {
                // The file is not JSON, or repeats a name: loading it throws the usual exception.
                LakeDefinitionFile.Load(path);
                throw;
            }
        }
    }
}
