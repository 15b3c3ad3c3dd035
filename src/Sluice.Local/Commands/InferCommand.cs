using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Lake;
using Sluice.Validation;

namespace Sluice.Local.Commands;

/// <summary><c>infer</c>: a dataset for files that nobody has described.</summary>
internal static class InferCommand
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Creates the verb.</summary>
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "CSVs of one dataset.", Arity = ArgumentArity.OneOrMore };
        var rows = new Option<long>("--rows") { Description = "The most rows to read of each file; all without it.", HelpName = "N", DefaultValueFactory = _ => long.MaxValue };
        var name = new Option<string?>("--name") { Description = "The dataset's name; the first file's without it.", HelpName = "NAME" };
        var add = new Option<bool>("--add") { Description = "Add the dataset to the lake definition." };
        var command = new Command(
            "infer", "Prints a resource with the Table Schema that fits the files: types, formats, missing values, keys, enum candidates.")
        {
            files, rows, name, add, CommonOptions.Lake,
        };
        command.SetWork(async (result, cancellationToken) =>
        {
            var paths = result.GetRequiredValue(files);
            using var inference = new SchemaInference();
            foreach (var path in paths)
            {
                await ReadAsync(inference, path, result.GetValue(rows), cancellationToken);
            }

            var dataset = result.GetValue(name) ?? NameOf(paths[0]);
            var resource = ResourceJson.Write(dataset, $"data/{dataset}/**/*{ExtensionOf(paths[0])}", inference);
            var console = result.InvocationConfiguration;
            await console.Output.WriteLineAsync(resource.ToJsonString(Indented));
            await console.Error.WriteLineAsync(
                $"{Show.Number(inference.Rows)} rows read{(inference.Skipped > 0 ? $", {Show.Number(inference.Skipped)} of them without sense" : "")}.");
            if (result.GetValue(add))
            {
                await AddAsync(result.GetRequiredValue(CommonOptions.Lake), resource, cancellationToken);
                await console.Error.WriteLineAsync($"{dataset} is in {result.GetRequiredValue(CommonOptions.Lake)} now.");
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task ReadAsync(SchemaInference inference, string path, long rows, CancellationToken cancellationToken)
    {
        try
        {
            await inference.ReadAsync((offset, _) => Task.FromResult<Stream>(ValidateCommand.Open(path, offset)), path, rows, cancellationToken);
        }
        catch (FileRefusedException e)
        {
            throw new CommandException(ExitCode.Data, $"{path}: {e.Message}");
        }
    }

    // The table's, a function's and a route's name: what all of these allow.
    private static string NameOf(string path)
    {
        var name = new StringBuilder();
        foreach (var c in Path.GetFileName(path).Split('.')[0])
        {
            var isUpper = char.IsAsciiLetterUpper(c) && name.Length > 0 && char.IsAsciiLetterLower(name[^1]);
            name.Append(isUpper ? "_" : "").Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_');
        }

        return name.Length > 0 && char.IsAsciiLetter(name[0]) ? name.ToString() : $"dataset_{name}";
    }

    private static string ExtensionOf(string path)
    {
        var file = Path.GetFileName(path);
        var dot = file.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? "" : file[dot..];
    }

    /// <summary>Adds a resource to a lake definition, which is as it was if it would not be sound with it.</summary>
    private static async Task AddAsync(string path, JsonObject resource, CancellationToken cancellationToken)
    {
        var before = await File.ReadAllTextAsync(path, cancellationToken);
        if (JsonNode.Parse(before) is not JsonObject package || package["resources"] is not JsonArray resources)
        {
            throw new CommandException(ExitCode.Usage, $"{path} has no 'resources' to add to.");
        }

        resources.Add(resource.DeepClone());
        await File.WriteAllTextAsync(path, package.ToJsonString(Indented) + "\n", cancellationToken);
        try
        {
            LakeDefinition.Load(path);
        }
        catch (LakeDefinitionException)
        {
            await File.WriteAllTextAsync(path, before, CancellationToken.None);
            throw;
        }
    }
}
