using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Sluice.Lake;

namespace Sluice.Functions;

/// <summary>
/// Puts one <c>Ingest-&lt;dataset&gt;</c> per dataset in the place of the template <see cref="IngestFunction"/>: the same code with a
/// trigger path of its own. The worker asks twice, so the answer depends on nothing but the lake definition and the settings.
/// </summary>
internal sealed class IngestFunctionProvider(IFunctionMetadataProvider inner, LakeDefinition lake, SluiceSettings settings)
    : IFunctionMetadataProvider
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<IFunctionMetadata>> GetFunctionMetadataAsync(string directory)
    {
        var functions = await inner.GetFunctionMetadataAsync(directory);
        var template = functions.Single(f => f.Name == IngestFunction.Template);

        // Two datasets with the same folder need one trigger: the loader finds the dataset by the file's path.
        var triggers = lake.Datasets.DistinctBy(PathOf).Select(d => Clone(template, d));
        return [.. functions.Where(f => f.Name != IngestFunction.Template), .. triggers];
    }

    private static string PathOf(Dataset dataset) =>
        $"{dataset.Path.Container}/{dataset.Path.Prefix[..(dataset.Path.Prefix.LastIndexOf('/') + 1)]}{{name}}";

    private DefaultFunctionMetadata Clone(IFunctionMetadata template, Dataset dataset) => new()
    {
        Name = $"{IngestFunction.Template}-{dataset.Name}",
        EntryPoint = template.EntryPoint,
        ScriptFile = template.ScriptFile,
        Language = template.Language,
        IsProxy = template.IsProxy,
        ManagedDependencyEnabled = template.ManagedDependencyEnabled,
        Retry = template.Retry,
        RawBindings = [.. template.RawBindings!.Select(b => Bind(b, dataset))],
    };

    private string Bind(string binding, Dataset dataset)
    {
        var json = JsonNode.Parse(binding)!.AsObject();
        if (json["type"]?.GetValue<string>() != "blobTrigger")
        {
            return binding;
        }

        json["path"] = PathOf(dataset);
        json["source"] = settings.BlobTriggerSource;
        return json.ToJsonString();
    }
}
