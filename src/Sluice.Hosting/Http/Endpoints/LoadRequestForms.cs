using System.Text.Json.Nodes;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>The forms of the body of <c>POST /api/loads</c>, as schemas of OpenAPI. A body has exactly one of them.</summary>
internal static class LoadRequestForms
{
    private static readonly Property File = new("file", "string", "Its path, container first");
    private static readonly Property Path = new("path", "string", "A container, '/' and a glob over the names of its blobs");
    private static readonly Property Dataset = new("dataset", "string", "Its name");
    private static readonly Property Again = new("again", "boolean", "Whether to load files again that are loaded");
    private static readonly Property Stale = new("stale", "boolean", "Whether to load files again whose rows are not current");
    private static readonly Property Rejected = new("rejected", "boolean", "Whether to load files again that have rejects or are refused");

    /// <summary>The forms, each with the name of its schema.</summary>
    public static IReadOnlyList<(string Name, JsonObject Schema)> All() =>
    [
        ("LoadFile", Load("Loads one file", File)),
        ("LoadPath", Load("Loads the files that a path with wildcards matches", Path)),
        ("LoadDataset", Load("Loads the files of a dataset", Dataset)),
        ("ReloadPath", Reload("Loads some files again, among those that a path with wildcards matches", Path)),
        ("ReloadDataset", Reload("Loads some files of a dataset again", Dataset)),
    ];

    private static JsonObject Load(string description, Property files) => Form(description, files, Again);

    private static JsonObject Reload(string description, Property files)
    {
        var form = Form(description, files, Stale, Rejected);
        form["anyOf"] = new JsonArray(Requires(Stale), Requires(Rejected));
        return form;
    }

    private static JsonObject Form(string description, Property files, params ReadOnlySpan<Property> choices)
    {
        var properties = new JsonObject();
        foreach (var property in (ReadOnlySpan<Property>)[files, .. choices])
        {
            properties[property.Name] = new JsonObject { ["type"] = property.Type, ["description"] = property.Description };
        }

        var form = Requires(files);
        form["type"] = "object";
        form["description"] = description;
        form["properties"] = properties;
        form["additionalProperties"] = false;
        return form;
    }

    private static JsonObject Requires(Property property) => new() { ["required"] = new JsonArray(property.Name) };

    private sealed record Property(string Name, string Type, string Description);
}
