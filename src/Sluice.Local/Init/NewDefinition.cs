using System.Text.Json.Nodes;
using Sluice.Inference;

namespace Sluice.Local.Init;

/// <summary>A new lake definition.</summary>
internal static class NewDefinition
{
    /// <summary>The definition of a lake.</summary>
    /// <param name="folder">The folder that it is named after.</param>
    /// <param name="resources">Its datasets, at least one.</param>
    public static JsonObject Of(string folder, JsonArray resources) => new()
    {
        ["$schema"] = "https://datapackage.org/profiles/2.0/datapackage.json",
        ["name"] = ResourceNames.FromPath(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))).Replace('_', '-').Trim('-'),
        ["resources"] = resources,
    };
}
