using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Tests.Infra;

/// <summary>
/// The resources that a parameter file of <c>infra/</c> would deploy. All expressions that need no deployed resource are evaluated.
/// </summary>
internal sealed class Deployment
{
    /// <summary>The variables that <c>infra/events.bicepparam</c> reads.</summary>
    public static readonly IReadOnlyDictionary<string, string> EventVariables = new Dictionary<string, string>
    {
        ["FUNCTION_APP"] = "func-sluice",
        ["EVENT_TOPIC"] = "evgt-sluice",
        ["DEAD_LETTER_STORAGE_ID"] = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/sthost",
        ["DEAD_LETTER_CONTAINER"] = "event-dead-letters",
        ["EVENT_QUEUE"] = "lake-events",
    };

    private const string Subscription = "00000000-0000-0000-0000-000000000001";

    private Deployment(JsonNode snapshot) =>
        Resources = [.. snapshot["predictedResources"]!.AsArray().Select(r => r!.AsObject())];

    /// <summary>The resources.</summary>
    public IReadOnlyList<JsonObject> Resources { get; }

    /// <summary>The resources of a type.</summary>
    public IEnumerable<JsonObject> Of(string type) => Resources.Where(r => (string?)r["type"] == type);

    /// <summary>The properties of the only resource of a type.</summary>
    public JsonNode Properties(string type) => Assert.Single(Of(type))["properties"]!;

    /// <summary>The deployment before the app's code, by environment variables.</summary>
    public static Task<Deployment> OfMainAsync(params (string Name, string Value)[] variables) =>
        PredictAsync("main", variables.ToDictionary(v => v.Name, v => v.Value), lakeDefinition: null);

    /// <summary>The deployment before the app's code, for another lake definition.</summary>
    public static Task<Deployment> OfMainOfAsync(string lakeDefinition) =>
        PredictAsync("main", new Dictionary<string, string>(), lakeDefinition);

    /// <summary>The deployment after it, for the sample's lake definition or another.</summary>
    public static Task<Deployment> OfEventsAsync(string? lakeDefinition = null) => PredictAsync("events", EventVariables, lakeDefinition);

    /// <summary>The last part of the name of a resource.</summary>
    public static string NameOf(JsonObject resource) => ((string)resource["name"]!).Split('/')[^1];

    // The snapshot is written beside the parameter file, so this uses a copy.
    private static async Task<Deployment> PredictAsync(string name, IReadOnlyDictionary<string, string> variables, string? lakeDefinition)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-infra-");
        try
        {
            Copy(RepositoryRoot.Of("infra"), folder.CreateSubdirectory("infra"));
            Copy(RepositoryRoot.Of("lake"), folder.CreateSubdirectory("lake"));
            if (lakeDefinition is not null)
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, "lake", "datapackage.json"), lakeDefinition);
            }

            var (exitCode, diagnostics) = await Bicep.RunAsync(
                Path.Combine(folder.FullName, "infra"), variables,
                ["snapshot", $"{name}.bicepparam", "--subscription-id", Subscription,
                    .. name == "main" ? [] : (string[])["--resource-group", "rg-sluice"]]);
            Assert.True(exitCode == 0, diagnostics);
            await using var snapshot = File.OpenRead(Path.Combine(folder.FullName, "infra", $"{name}.snapshot.json"));
            return new Deployment((await JsonSerializer.DeserializeAsync<JsonNode>(snapshot))!);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Copy(string source, DirectoryInfo target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target.FullName, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
