using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Sluice.Hosting.Triggers;
using Sluice.Lake.Definition;

namespace Sluice.Functions.Triggers;

/// <summary>
/// Lists one blob-triggered function per <see cref="IngestTrigger"/> in place of the template <see cref="IngestFunction"/>, whose code they
/// all run. The host asks for the list more than once, so the result must be the same each time.
/// </summary>
internal sealed class DatasetFunctions(IFunctionMetadataProvider inner, LakeDefinition lake, BlobTriggerSource source)
    : IFunctionMetadataProvider
{
    private const string BlobTriggerType = "blobTrigger";

    /// <inheritdoc/>
    public async Task<ImmutableArray<IFunctionMetadata>> GetFunctionMetadataAsync(string directory)
    {
        var functions = await inner.GetFunctionMetadataAsync(directory);
        return [.. functions.SelectMany<IFunctionMetadata, IFunctionMetadata>(
            f => f.Name == IngestFunction.Name ? IngestTrigger.From(lake).Select(t => Clone(f, t)) : [f])];
    }

    private DefaultFunctionMetadata Clone(IFunctionMetadata template, IngestTrigger trigger) => new()
    {
        Name = trigger.Name,
        EntryPoint = template.EntryPoint,
        ScriptFile = template.ScriptFile,
        Language = template.Language,
        IsProxy = template.IsProxy,
        ManagedDependencyEnabled = template.ManagedDependencyEnabled,
        Retry = template.Retry,
        RawBindings = [.. (template.RawBindings ?? []).Select(b => Redirect(b, trigger))],
    };

    private string Redirect(string rawBinding, IngestTrigger trigger)
    {
        if (JsonNode.Parse(rawBinding) is not JsonObject binding || (string?)binding["type"] != BlobTriggerType)
        {
            return rawBinding;
        }

        binding["path"] = trigger.Path;
        binding["source"] = source.ToString();
        return binding.ToJsonString();
    }
}
