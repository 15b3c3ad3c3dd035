using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Lake.Definition;
using Sluice.Lake.Reading;
using Sluice.Lake.Schema;
using Sluice.Tests.Lake;

namespace Sluice.Tests.Docs;

/// <summary>Reads the first definition of docs/lake-definition.md with one property of one of its objects changed.</summary>
internal sealed class DefinitionAtPlace : IDisposable
{
    private const string Field = "/resources/0/schema/fields/1";
    private const string Constraints = "constraints";

    // A property that means something only beside another one, which one, and for which types of fields.
    private static readonly Dictionary<string, (string Name, string Value, string[] Types)> Companions = new()
    {
        ["decimalChar"] = ("sluice:fraction", "\"truncate\"", ["integer"]),
        ["categoriesOrdered"] = ("categories", "[\"1\", \"2\"]", ["integer", "string"]),
    };

    private static readonly string[] NoTypes = [""];

    private static readonly string[] AllTypes = [.. Enum.GetValues<FieldType>().Select(FieldDescriptorReader.NameOf)];

    private static readonly string Example = string.Join(
        '\n', Fence.Of(DefinitionProperty.Page).First(f => f.Info == "json").Lines);

    private readonly LakeFolder folder = new();

    public DefinitionAtPlace()
    {
        foreach (var schema in Directory.EnumerateFiles(RepositoryRoot.Of("lake", "schemas")))
        {
            folder.Write($"schemas/{Path.GetFileName(schema)}", File.ReadAllBytes(schema));
        }
    }

    /// <summary>The types of fields on which the properties of a place depend, or one empty text.</summary>
    public static IReadOnlyList<string> TypesAt(string place) =>
        place.StartsWith(Field, StringComparison.Ordinal) ? AllTypes : NoTypes;

    /// <summary>The types of fields that have a property, or one empty text.</summary>
    public static IReadOnlyList<string> TypesOf(DefinitionProperty property) =>
        property.Fields.Count > 0 ? property.Fields : TypesAt(property.Place);

    /// <summary>Reads the definition without a property.</summary>
    public Reading ReadWithout(DefinitionProperty property, string type) => Read(Build(property.Place, type, property.Name).Root);

    /// <summary>Reads the definition with a property.</summary>
    /// <param name="property">The property.</param>
    /// <param name="type">The type of the field, if the place depends on it.</param>
    /// <param name="value">Its value, as JSON.</param>
    public Reading ReadWith(DefinitionProperty property, string type, string value)
    {
        var (root, target) = Build(property.Place, type, property.Name);
        target[property.Name] = JsonNode.Parse(value);
        return Read(root);
    }

    /// <summary>The errors, by property, of an object whose properties of these names are all null.</summary>
    /// <remarks>Properties that the object needs for the others to be read are set to null one by one.</remarks>
    public ILookup<string, string> FaultsOfNulls(string place, string type, IReadOnlyList<string> names)
    {
        var faults = new HashSet<(string Name, string Message)>();
        foreach (var beside in Companions.Keys.Where(p => Companions[p].Types.Contains(type)).Prepend(""))
        {
            var present = Build(place, type, beside).Target.Select(p => p.Key).Intersect(names).ToList();
            foreach (var batch in present.Select(p => new List<string> { p }).Prepend([.. names.Except(present)]))
            {
                var (root, target) = Build(place, type, beside);
                batch.ForEach(name => target[name] = null);
                faults.UnionWith(
                    from error in Read(root).Errors
                    from name in batch
                    where error.Pointer == $"{place}/{name}"
                    select (name, error.Message));
            }
        }

        return faults.ToLookup(f => f.Name, f => f.Message);
    }

    /// <summary>Reads a definition.</summary>
    public Reading Read(string json)
    {
        try
        {
            var lake = folder.Write(json).Load();
            return new(JsonSerializer.Serialize(new { lake.Name, lake.Datasets }), lake, []);
        }
        catch (LakeDefinitionException e)
        {
            return new(null, null, e.Errors);
        }
    }

    public void Dispose() => folder.Dispose();

    private static (JsonNode Root, JsonObject Target) Build(string place, string type, string without)
    {
        var root = JsonNode.Parse(Example)!;
        if (type.Length > 0)
        {
            var field = new JsonObject { ["name"] = "price", ["type"] = type };
            if (place.EndsWith(Constraints, StringComparison.Ordinal))
            {
                field[Constraints] = new JsonObject();
            }

            if (Companions.TryGetValue(without, out var companion) && companion.Types.Contains(type))
            {
                field[companion.Name] = JsonNode.Parse(companion.Value);
            }

            Find(root, "/resources/0/schema")["fields"]![1] = field;
        }

        var target = Find(root, place);
        target.Remove(without);
        return (root, target);
    }

    private static JsonObject Find(JsonNode root, string pointer) => pointer.Split('/').Skip(1)
        .Aggregate(root, (node, step) => node is JsonArray items ? items[int.Parse(step, CultureInfo.InvariantCulture)]! : node[step]!)
        .AsObject();

    private Reading Read(JsonNode root) => Read(root.ToJsonString());

    /// <summary>What the reader makes of a definition.</summary>
    /// <param name="Text">Everything in the definition, or <see langword="null"/> if it has errors.</param>
    /// <param name="Lake">The definition, or <see langword="null"/> if it has errors.</param>
    /// <param name="Errors">The errors.</param>
    public sealed record Reading(string? Text, LakeDefinition? Lake, IReadOnlyList<LakeDefinitionError> Errors);
}
