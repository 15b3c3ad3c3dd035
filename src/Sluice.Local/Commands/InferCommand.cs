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

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "The CSV files of one dataset.", Arity = ArgumentArity.OneOrMore };
        var rows = CommonOptions.Within(
            1,
            long.MaxValue,
            new Option<long>("--rows") { Description = "The most rows to read of each file. The default is all.", HelpName = "N" });
        var name = new Option<string?>("--name")
        {
            Description = "The dataset's name. The default is made from the name of the first file.",
            HelpName = "NAME",
        };
        var add = new Option<bool>("--add") { Description = "Add the dataset to the lake definition." };
        var command = new Command(
            "infer",
            "Prints a resource that matches the files as they are: "
                + "encoding, dialect, types, formats, missing values, keys, enum candidates. "
                + "Lists rows that cannot be read on standard error.")
        {
            files, rows, name, add, CommonOptions.Lake,
        };
        command.SetWork(async (result, cancellationToken) =>
        {
            var paths = result.GetRequiredValue(files);
            var dataset = result.GetValue(name) ?? ResourceNames.FromPath(paths[0]);
            if (ResourceNames.FaultOf(dataset) is { } fault)
            {
                throw new CommandException(ExitCode.Usage, $"--name: {fault}");
            }

            var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
            using var inference = new SchemaInference(SluiceSettings.ReadLimits(settings), SluiceSettings.ReadLoader(settings).Read);
            var remarks = new List<string>();
            var most = result.GetResult(rows) is null ? long.MaxValue : result.GetValue(rows);
            foreach (var path in paths)
            {
                var before = inference.Rejects.Count;
                await ReadAsync(inference, path, most, cancellationToken);
                remarks.AddRange(inference.Rejects.Skip(before).Take(MostShown).Select(
                    r => $"{path}:{r.Line}: {string.Join("; ", r.Errors.Select(e => $"{e.Field ?? "row"}: {e.Message}"))}"));
            }

            var resource = ResourceJson.Write(dataset, ResourceNames.PathOf(dataset, paths[0]), inference);
            var console = result.InvocationConfiguration;
            await console.Output.WriteLineAsync(resource.ToJsonString(Indented));
            foreach (var remark in remarks.Concat(Remarks(inference)))
            {
                await console.Error.WriteLineAsync(remark);
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

    // What a person should know before using the resource.
    private static IEnumerable<string> Remarks(SchemaInference inference)
    {
        if (inference.InvalidSequences > 0)
        {
            yield return
                $"The encoding seems to be {inference.Encoding}, but {Show.Number(inference.InvalidSequences)} places are invalid.";
        }

        yield return $"{Show.Number(inference.Rows)} rows read"
            + (inference.Skipped > 0 ? $", and {Show.Number(inference.Skipped)} that cannot be read: they will be rejects." : ".");
    }

    private static async Task ReadAsync(SchemaInference inference, string path, long rows, CancellationToken cancellationToken)
    {
        try
        {
            LocalFile.Check(path);
            await inference.ReadAsync(
                (offset, _) => Task.FromResult<Stream>(LocalFile.Open(path, offset)), path, rows, cancellationToken,
                new FileInfo(path).Length);
        }
        catch (FileRefusedException e)
        {
            throw new CommandException(ExitCode.Data, $"{path}: {e.Message}");
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
