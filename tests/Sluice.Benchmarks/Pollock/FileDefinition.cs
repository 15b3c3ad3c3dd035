using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Lake.Definition;
using Sluice.Validation;

namespace Sluice.Benchmarks.Pollock;

/// <summary>
/// Turns the parameters of files into lake definitions, and reads these as the product does, so that all defaults are the product's.
/// </summary>
internal sealed class FileDefinition : IDisposable
{
    /// <summary>Further properties of each resource, in both runs: options that one sets once for all files of a lake.</summary>
    private static readonly JsonObject Options = new() { ["sluice:header"] = "auto" };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-pollock-");

    // Nearly all files of the benchmark have the same parameters.
    private readonly Dictionary<string, Dataset> known = [];

    /// <summary>The dataset of a file.</summary>
    /// <param name="parameters">The file's parameters.</param>
    /// <param name="givesDialect">Whether the dataset has the dialect, the encoding and the place of the header, or only the names.</param>
    public Dataset Read(FileParameters parameters, bool givesDialect)
    {
        var json = Describe(parameters, givesDialect).ToJsonString();
        if (!known.TryGetValue(json, out var dataset))
        {
            var path = Path.Combine(folder.FullName, "datapackage.json");
            File.WriteAllText(path, json);
            known[json] = dataset = LakeDefinitionFile.Load(path).Datasets[0];
        }

        return dataset;
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>The lake definition of a file, as a user of its parameters would write it.</summary>
    internal static JsonObject Describe(FileParameters parameters, bool givesDialect)
    {
        var resource = new JsonObject
        {
            ["name"] = "pollock",
            ["path"] = "pollock/*.csv",
            ["schema"] = new JsonObject
            {
                ["fields"] = new JsonArray(
                    [.. parameters.FieldNames.Select(n => new JsonObject { ["name"] = n, ["type"] = "string" })]),
            },
        };
        foreach (var (name, value) in Options)
        {
            resource[name] = value?.DeepClone();
        }

        if (parameters.HeaderLines > 0)
        {
            // A second table begins with the names once more.
            resource["sluice:footer"] = $".?{string.Join(".+", parameters.FieldNames.Take(2).Select(Regex.Escape))}\\b.*";
        }

        if (givesDialect)
        {
            resource["encoding"] = parameters.Encoding;
            resource["dialect"] = DialectOf(parameters);
        }

        return new JsonObject { ["name"] = "pollock", ["resources"] = new JsonArray(resource) };
    }

    // The line terminator is left out: without one, a record ends with CR LF, LF or CR, as all files of the benchmark do. An escape
    // character that is the quote means doubled quotes, which is the default.
    private static JsonObject DialectOf(FileParameters parameters)
    {
        var dialect = new JsonObject();
        if (parameters.Delimiter.Length > 0)
        {
            dialect["delimiter"] = parameters.Delimiter;
        }

        if (parameters.QuoteChar.Length > 0)
        {
            dialect["quoteChar"] = parameters.QuoteChar;
        }

        if (parameters.EscapeChar.Length > 0 && parameters.EscapeChar != parameters.QuoteChar)
        {
            dialect["escapeChar"] = parameters.EscapeChar;
        }

        if (parameters.HeaderLines == 0)
        {
            dialect["header"] = false;
        }
        else
        {
            dialect["headerRows"] = new JsonArray(
                [.. Enumerable.Range(parameters.PreambleLines + 1, parameters.HeaderLines).Select(r => JsonValue.Create(r))]);
        }

        return dialect;
    }
}
