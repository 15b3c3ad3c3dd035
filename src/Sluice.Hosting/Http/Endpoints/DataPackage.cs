using System.Text.Json.Nodes;
using Sluice.Analytics.Model;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>
/// Describes the sets as a Data Package v2 (datapackage.org): one resource for each, with the columns and keys of its CSV export. Names
/// are those that are served.
/// </summary>
/// <param name="model">The sets.</param>
/// <param name="lake">The lake definition, which has what values must satisfy.</param>
internal sealed class DataPackage(AnalyticsModel model, LakeDefinition lake)
{
    private const string Profiles = "https://datapackage.org/profiles/2.0/";

    /// <summary>The descriptor.</summary>
    /// <param name="root">The address of the OData service, ending with a slash.</param>
    public JsonObject Describe(string root) => new()
    {
        ["$schema"] = $"{Profiles}datapackage.json",
        ["name"] = lake.Name,
        ["resources"] = new JsonArray([.. model.Sets.Select(s => Resource(s, root))]),
    };

    private JsonObject Resource(EntitySet set, string root)
    {
        var resource = new JsonObject
        {
            ["$schema"] = $"{Profiles}dataresource.json",
            ["name"] = set.Name,
            ["type"] = "table",
            ["path"] = $"{root}{set.Name}?$format=csv",
            ["format"] = "csv",
            ["mediatype"] = "text/csv",
            ["encoding"] = "utf-8",
            ["dialect"] = new JsonObject
            {
                ["$schema"] = $"{Profiles}tabledialect.json",
                ["delimiter"] = ",",
                ["lineTerminator"] = "\r\n",
                ["quoteChar"] = "\"",
                ["doubleQuote"] = true,
                ["header"] = true,
            },
            ["schema"] = Schema(set),
        };
        Add(resource, "title", set.Title);
        Add(resource, "description", set.Description);
        return resource;
    }

    private JsonObject Schema(EntitySet set)
    {
        var fields = set.IsDataset ? lake.Find(set.Table.Name)?.Schema.Fields : null;
        var schema = new JsonObject
        {
            ["$schema"] = $"{Profiles}tableschema.json",
            ["fieldsMatch"] = "exact",
            ["missingValues"] = new JsonArray(""),
            ["fields"] = new JsonArray([.. set.Properties.Select(p => Field(p, fields?.FirstOrDefault(f => f.Name == p.Column)))]),
            ["primaryKey"] = Names(set.Key.Select(k => k.Name)),
        };
        var references = set.Navigations.Where(n => !n.IsCollection && n.Target.IsDataset)
            .Select(n => Reference(set, n)).ToArray<JsonNode>();
        if (references.Length > 0)
        {
            schema["foreignKeys"] = new JsonArray(references);
        }

        return schema;
    }

    private static JsonObject Reference(EntitySet set, EntityNavigation navigation)
    {
        var reference = new JsonObject { ["fields"] = Names(navigation.Pairs.Select(p => p.Other.Name)) };
        if (navigation.Target != set)
        {
            reference["resource"] = navigation.Target.Name;
        }

        return new JsonObject { ["fields"] = Names(navigation.Pairs.Select(p => p.Own.Name)), ["reference"] = reference };
    }

    private static JsonObject Field(EntityProperty property, Field? field)
    {
        var described = new JsonObject { ["name"] = property.Name, ["type"] = TypeOf(property.Type.Kind) };
        Add(described, "title", property.Title);
        Add(described, "description", property.Description);
        var constraints = Constraints(property, field);
        if (constraints.Count > 0)
        {
            described["constraints"] = constraints;
        }

        return described;
    }

    private static JsonObject Constraints(EntityProperty property, Field? field)
    {
        var constraints = new JsonObject();

        // The export writes an empty text as it writes no value.
        if (!property.Nullable && (property.Type.Kind != ColumnKind.Text || field?.MissingValues.Contains("") == true))
        {
            constraints["required"] = true;
        }

        if (field is not { Sensitive: Sensitivity.None, Constraints: var given })
        {
            return constraints;
        }

        if (field.Type == FieldType.String)
        {
            Add(constraints, "minLength", given.MinLength);
            Add(constraints, "maxLength", given.MaxLength);
            Add(constraints, "pattern", given.Pattern);
        }

        if (IsWrittenAsGiven(field))
        {
            Add(constraints, "minimum", given.Minimum);
            Add(constraints, "maximum", given.Maximum);
            Add(constraints, "exclusiveMinimum", given.ExclusiveMinimum);
            Add(constraints, "exclusiveMaximum", given.ExclusiveMaximum);
        }

        if (given.Enum is { } values && (field.Type == FieldType.String || IsWrittenAsGiven(field)))
        {
            constraints["enum"] = Names(values);
        }

        return constraints;
    }

    /// <summary>Whether the export writes values in the form in which the definition has the bounds.</summary>
    private static bool IsWrittenAsGiven(Field field) => field.Type switch
    {
        FieldType.Integer or FieldType.Number => field is { DecimalChar: ".", GroupChar: null, BareNumber: true },
        FieldType.Date or FieldType.Datetime => field is { Format: "default", Timezone: null },
        _ => false,
    };

    private static string TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Int64 => "integer",
        ColumnKind.Decimal or ColumnKind.Double => "number",
        ColumnKind.Boolean => "boolean",
        ColumnKind.Date => "date",
        ColumnKind.Time => "time",
        ColumnKind.Timestamp => "datetime",
        _ => "string",
    };

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(n => JsonValue.Create(n))]);

    private static void Add(JsonObject target, string name, JsonNode? value)
    {
        if (value is not null)
        {
            target[name] = value;
        }
    }
}
