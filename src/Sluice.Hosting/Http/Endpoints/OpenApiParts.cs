using System.Text.Json.Nodes;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>The parts that an OpenAPI document is made of.</summary>
internal static class OpenApiParts
{
    /// <summary>A schema of a type.</summary>
    public static JsonObject Type(string type, string? format = null)
    {
        var schema = new JsonObject { ["type"] = type };
        if (format is not null)
        {
            schema["format"] = format;
        }

        return schema;
    }

    /// <summary>A schema of an object with these properties.</summary>
    public static JsonObject Object(params ReadOnlySpan<(string Name, JsonObject Schema)> properties)
    {
        var all = new JsonObject();
        foreach (var (name, schema) in properties)
        {
            all[name] = schema;
        }

        return new JsonObject { ["type"] = "object", ["properties"] = all };
    }

    /// <summary>A schema of an object that always has these properties.</summary>
    public static JsonObject Whole(params ReadOnlySpan<(string Name, JsonObject Schema)> properties)
    {
        var schema = Object(properties);
        var names = new JsonArray();
        foreach (var (name, _) in properties)
        {
            names.Add((JsonNode)name);
        }

        schema["required"] = names;
        return schema;
    }

    /// <summary>A schema of an array.</summary>
    public static JsonObject Many(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    /// <summary>A schema of the same type, or null.</summary>
    public static JsonObject OrNull(JsonObject schema)
    {
        schema["type"] = new JsonArray(schema["type"]!.GetValue<string>(), "null");
        return schema;
    }

    /// <summary>A reference to a schema of the document.</summary>
    public static JsonObject Reference(string schema) => new() { ["$ref"] = $"#/components/schemas/{schema}" };

    /// <summary>The content of a media type.</summary>
    public static JsonObject Content(string type, JsonObject schema) => new() { [type] = new JsonObject { ["schema"] = schema } };

    /// <summary>A query option.</summary>
    public static JsonObject Query(string name, string description, JsonObject schema) => Parameter("query", name, description, schema);

    /// <summary>A parameter.</summary>
    public static JsonObject Parameter(string place, string name, string description, JsonObject schema, bool isRequired = false) => new()
    {
        ["name"] = name,
        ["in"] = place,
        ["required"] = isRequired || place == "path",
        ["description"] = description,
        ["schema"] = schema,
    };

    /// <summary>A header of an answer.</summary>
    public static JsonObject Header(string description) => new() { ["description"] = description, ["schema"] = Type("string") };
}
