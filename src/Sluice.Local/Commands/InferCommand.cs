using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Sluice.Hosting;
using Sluice.Inference;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Local.Terminal;
using Sluice.Validation;

namespace Sluice.Local.Commands;

/// <summary><c>infer</c>: makes a resource (a dataset of a lake definition) from files.</summary>
internal static class InferCommand
{
    private const int MostShown = 3;
    private const string Text = "text";
    private const string Json = "json";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

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
            Description = "Add all constraints that the files fulfill: required, unique, one of a few texts. A later file may break them.",
        };
        var format = new Option<string>("--format")
        {
            Description = "The report on standard error: text, or json.",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => Text,
        };
        format.AcceptOnlyFromAmong(Text, Json);
        var add = new Option<bool>("--add") { Description = "Add the dataset to the lake definition." };
        var command = new Command(
            "infer",
            "Prints a resource that fits the files, and the files of tomorrow: encoding, dialect, types, formats, missing values, key. "
                + "Reports on standard error what is not certain. Example: sluice infer data/ads/*.csv --add")
        {
            files, rows, name, strict, format, add, CommonOptions.Lake,
        };
        dialect.AddTo(command);
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
            foreach (var path in paths)
            {
                var before = inference.Rejects.Count;
                using var file = await InputFile.OpenAsync(path, cancellationToken);
                await ReadAsync(inference, file, most, cancellationToken);
                remarks.AddRange(inference.Rejects.Skip(before).Take(MostShown).Select(
                    r => $"{file.Name}:{r.Line}: {string.Join("; ", r.Errors.Select(e => $"{e.Field ?? "row"}: {e.Message}"))}"));
            }

            var isStrict = result.GetValue(strict);
            var resource = ResourceJson.Write(dataset, ResourceNames.PathOf(dataset, paths[0]), inference, isStrict);
            var console = result.InvocationConfiguration;
            await console.Output.WriteLineAsync(resource.ToJsonString(Indented));
            var report = new InferReport(inference, inference.ToTable(dataset), isStrict, remarks);
            if (result.GetRequiredValue(format) == Json)
            {
                await console.Error.WriteLineAsync(report.ToJson().ToJsonString(Indented));
            }
            else
            {
                report.Write(console.Error);
            }

            if (result.GetValue(add))
            {
                await AddAsync(result.GetRequiredValue(CommonOptions.Lake), resource, cancellationToken);
                await console.Error.WriteLineAsync($"Added {dataset} to {result.GetRequiredValue(CommonOptions.Lake)}.");
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

    /// <summary>Adds a resource to a lake definition. Restores the file if the definition would be invalid.</summary>
    private static async Task AddAsync(string path, JsonObject resource, CancellationToken cancellationToken)
    {
        LocalFile.Check(path);
        var before = await File.ReadAllTextAsync(path, cancellationToken);
        if (Parse() is not { } resources)
        {
            throw new CommandException(ExitCode.Usage, $"{path} has no 'resources' to add to.");
        }

        resources.Add(resource.DeepClone());
        await File.WriteAllTextAsync(path, resources.Root.ToJsonString(Indented) + "\n", cancellationToken);
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
