using System.Text.Json;
using Json.Schema;
using Json.Schema.Keywords;

namespace Sluice.Validation.Formats;

/// <summary>JSON Schemas of values (<c>constraints/jsonSchema</c>).</summary>
internal static class ValueSchema
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List };

    /// <summary>Compiles a schema, or says why it cannot be used.</summary>
    public static JsonSchema? TryCreate(string json, out string? problem)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            problem = FindPattern(document.RootElement);
            if (problem is not null)
            {
                return null;
            }

            var schema = JsonSchema.FromText(
                json, new BuildOptions { Dialect = Linear(Dialect.Draft202012), DialectRegistry = Dialects() });
            schema.Evaluate(document.RootElement, Options);
            return schema;
        }
        catch (Exception e) when (e is JsonException or JsonSchemaException or ArgumentException or InvalidOperationException
            or NotSupportedException or RefResolutionException)
        {
            problem = $"is no JSON Schema: {e.Message}";
            return null;
        }
    }

    /// <summary>What is wrong with a value, and where in it, in a few words; <see langword="null"/> if nothing is.</summary>
    public static string? FindFault(JsonSchema schema, JsonElement value)
    {
        var results = schema.Evaluate(value, Options);
        if (results.IsValid)
        {
            return null;
        }

        // The keyword that is not satisfied, not the library's sentence: that would repeat the value.
        var fault = (results.Details ?? []).Where(d => !d.IsValid && d.Errors is { Count: > 0 })
            .Select(d => $"{(d.InstanceLocation.ToString() is { Length: > 0 } at ? at : "it")} breaks {d.Errors!.Keys.First()}")
            .FirstOrDefault();
        return fault ?? "it does not satisfy it";
    }

    private static Dialect Linear(Dialect dialect) =>
        dialect.Without([PatternKeyword.Instance], dialect.Id).With([new LinearPatternKeyword()], dialect.Id);

    // A schema may name its dialect ($schema).
    private static DialectRegistry Dialects()
    {
        var registry = new DialectRegistry();
        foreach (var dialect in (Dialect[])[Dialect.Draft06, Dialect.Draft07, Dialect.Draft201909, Dialect.Draft202012])
        {
            registry.Register(Linear(dialect));
        }

        return registry;
    }

    // Names are matched by the library itself, with an engine that some texts can hang.
    private static string? FindPattern(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(p =>
            p.Name == "patternProperties"
                ? "has patternProperties, whose patterns cannot be matched in a time in proportion to the text"
                : FindPattern(p.Value))
            .FirstOrDefault(f => f is not null),
        JsonValueKind.Array => element.EnumerateArray().Select(FindPattern).FirstOrDefault(f => f is not null),
        _ => null,
    };
}
