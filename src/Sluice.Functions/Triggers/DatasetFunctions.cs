using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Sluice.Hosting.Access;
using Sluice.Hosting.Triggers;
using Sluice.Lake.Definition;

namespace Sluice.Functions.Triggers;

/// <summary>
/// Lists one blob-triggered function per <see cref="IngestTrigger"/> in place of the template <see cref="IngestFunction"/>, whose code they
/// all run. The host asks for the list more than once, so the result must be the same each time.
/// </summary>
/// <param name="inner">The functions of the build.</param>
/// <param name="lake">The lake definition.</param>
/// <param name="source">How blob triggers learn of uploads.</param>
/// <param name="mode">How callers are known. If they sign in, the host lets all requests pass, because the worker checks their tokens.
/// </param>
internal sealed class DatasetFunctions(
    IFunctionMetadataProvider inner, LakeDefinition lake, BlobTriggerSource source, AccessMode mode = AccessMode.FunctionKey)
    : IFunctionMetadataProvider
{
    private const string BlobTriggerType = "blobTrigger";
    private const string HttpTriggerType = "httpTrigger";

    /// <inheritdoc/>
    public async Task<ImmutableArray<IFunctionMetadata>> GetFunctionMetadataAsync(string directory)
    {
        var functions = await inner.GetFunctionMetadataAsync(directory);
        return [.. functions.SelectMany<IFunctionMetadata, IFunctionMetadata>(
            f => f.Name == IngestFunction.Name
                ? IngestTrigger.From(lake).Select(t => Clone(f, t.Name, b => Redirect(b, t)))
                : mode == AccessMode.Entra && IsHttp(f) ? [Clone(f, f.Name!, Open)] : [f])];
    }

    private static DefaultFunctionMetadata Clone(IFunctionMetadata template, string name, Func<string, string> change) => new()
    {
        Name = name,
        EntryPoint = template.EntryPoint,
        ScriptFile = template.ScriptFile,
        Language = template.Language,
        IsProxy = template.IsProxy,
        ManagedDependencyEnabled = template.ManagedDependencyEnabled,
        Retry = template.Retry,
        RawBindings = [.. (template.RawBindings ?? []).Select(change)],
    };

    private static bool IsHttp(IFunctionMetadata function) =>
        function.RawBindings?.Any(b => (string?)JsonNode.Parse(b)?["type"] == HttpTriggerType) == true;

    private static string Open(string rawBinding)
    {
        if (JsonNode.Parse(rawBinding) is not JsonObject binding || (string?)binding["type"] != HttpTriggerType)
        {
            return rawBinding;
        }

        binding["authLevel"] = nameof(AuthorizationLevel.Anonymous);
        return binding.ToJsonString();
    }

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
