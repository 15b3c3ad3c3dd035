using System.Text.Json.Nodes;
using Sluice.Lake;

namespace Sluice.Validation;

/// <summary>Writes what was inferred as a resource of a lake definition.</summary>
public static class ResourceJson
{
    /// <summary>The resource.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="path">Its path, container first.</param>
    /// <param name="inference">What was found.</param>
    public static JsonObject Write(string name, string path, SchemaInference inference)
    {
        var schema = inference.ToSchema();
        var written = new JsonObject
        {
            ["$schema"] = "https://datapackage.org/profiles/2.0/tableschema.json",
            ["fieldsMatch"] = "equal",
            ["fields"] = new JsonArray([.. schema.Fields.Select(Write)]),
        };
        if (schema.PrimaryKey.Count > 0)
        {
            written["primaryKey"] = new JsonArray([.. schema.PrimaryKey.Select(k => JsonValue.Create(k))]);
        }

        var resource = new JsonObject
        {
            ["name"] = name,
            ["type"] = "table",
            ["path"] = path,
            ["format"] = "csv",
            ["mediatype"] = "text/csv",
            ["encoding"] = inference.Encoding,
        };
        if (inference.Delimiter != ',')
        {
            resource["dialect"] = new JsonObject { ["delimiter"] = $"{inference.Delimiter}" };
        }

        resource["schema"] = written;
        return resource;
    }

    private static JsonNode Write(Field field)
    {
        var written = new JsonObject { ["name"] = field.Name, ["type"] = field.Type.ToString().ToLowerInvariant() };
        AddIf(field.Format != "default", "format", field.Format);
        AddIf(field.GroupChar is not null, "groupChar", field.GroupChar);
        AddIf(field is { Type: FieldType.Number, DecimalChar: not "." }, "decimalChar", field.DecimalChar);
        AddIf(field is { Type: FieldType.Number, Column.Kind: ColumnKind.Double }, "sluice:type", "float");
        if (field.MissingValues is not [""])
        {
            written["missingValues"] = Texts(field.MissingValues);
        }

        var constraints = new JsonObject();
        if (field.Constraints.Required)
        {
            constraints["required"] = true;
        }

        if (field.Constraints.Unique)
        {
            constraints["unique"] = true;
        }

        if (field.Constraints.Enum is { } values)
        {
            constraints["enum"] = Texts(values);
        }

        if (constraints.Count > 0)
        {
            written["constraints"] = constraints;
        }

        return written;

        void AddIf(bool condition, string property, string? value)
        {
            if (condition)
            {
                written[property] = value;
            }
        }
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => JsonValue.Create(t))];
}
