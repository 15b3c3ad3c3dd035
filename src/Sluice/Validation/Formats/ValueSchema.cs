using System.Text.Json;
using Json.Schema;
using Json.Schema.Keywords;

namespace Sluice.Validation.Formats;

/// <summary>Compiles and evaluates JSON Schemas of values (<c>constraints/jsonSchema</c>).</summary>
internal static class ValueSchema
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List };

    /// <summary>Compiles a schema, or returns <see langword="null"/> and why it cannot be used.</summary>
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
            problem = $"is not a JSON Schema: {e.Message}";
            return null;
        }
    }

    /// <summary>The first fault of a value, with its place; <see langword="null"/> if the value is valid.</summary>
    public static string? FindFault(JsonSchema schema, JsonElement value)
    {
        var results = schema.Evaluate(value, Options);
        if (results.IsValid)
        {
            return null;
        }

        // Report only the keyword, because the library's message would contain the value.
        var fault = (results.Details ?? []).Where(d => !d.IsValid && d.Errors is { Count: > 0 })
            .Select(d => $"{(d.InstanceLocation.ToString() is { Length: > 0 } at ? at : "it")} breaks {d.Errors!.Keys.First()}")
            .FirstOrDefault();
        return fault ?? "it breaks one of its rules";
    }

    private static Dialect Linear(Dialect dialect) =>
        dialect.Without([PatternKeyword.Instance], dialect.Id).With([new LinearPatternKeyword()], dialect.Id);

    // A schema may name its dialect ($schema), so all of them need the linear pattern keyword.
    private static DialectRegistry Dialects()
    {
        var registry = new DialectRegistry();
        foreach (var dialect in (Dialect[])[Dialect.Draft06, Dialect.Draft07, Dialect.Draft201909, Dialect.Draft202012])
        {
            registry.Register(Linear(dialect));
        }

        return registry;
    }

    // patternProperties is matched by the library with a backtracking engine, which some texts can stall.
    private static string? FindPattern(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(p =>
            p.Name == "patternProperties"
                ? "has patternProperties, which are not supported: the time to match them has no limit"
                : FindPattern(p.Value))
            .FirstOrDefault(f => f is not null),
        JsonValueKind.Array => element.EnumerateArray().Select(FindPattern).FirstOrDefault(f => f is not null),
        _ => null,
    };
}
