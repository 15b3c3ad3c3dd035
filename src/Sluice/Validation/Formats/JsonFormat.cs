using System.Text.Json;
using Json.Schema;

namespace Sluice.Validation.Formats;

/// <summary>
/// <c>object</c> and <c>array</c>: JSON texts of that kind, validated by the field's JSON Schema if it has one. The column holds the text.
/// </summary>
internal sealed class JsonFormat : TextFormat
{
    private readonly JsonTokenType start;
    private readonly JsonSchema? schema;

    /// <summary>Creates the format.</summary>
    /// <param name="isObject">Whether the texts are objects; otherwise arrays.</param>
    /// <param name="jsonSchema">The JSON Schema as JSON, or <see langword="null"/>.</param>
    /// <param name="problem">The error of the schema, or <see langword="null"/>.</param>
    public JsonFormat(bool isObject, string? jsonSchema, out string? problem)
    {
        start = isObject ? JsonTokenType.StartObject : JsonTokenType.StartArray;
        problem = null;
        schema = jsonSchema is null ? null : ValueSchema.TryCreate(jsonSchema, out problem);
    }

    public override string Expected => start == JsonTokenType.StartObject ? "a JSON object" : "a JSON array";

    public override string Unit => start == JsonTokenType.StartObject ? "properties" : "items";

    public override bool HasSpellings => true;

    public override bool Fits(ReadOnlySpan<byte> text) => JsonForm.TryRead(text, start, out _, out _);

    public override string? Hint(ReadOnlySpan<byte> text)
    {
        JsonForm.TryRead(text, start, out _, out var fault);
        return fault;
    }

    public override long Length(ReadOnlySpan<byte> text) => JsonForm.TryRead(text, start, out var count, out _) ? count : 0;

    public override string Canonical(ReadOnlySpan<byte> text) => JsonForm.Canonical(text);

    public override string? FindFault(ReadOnlySpan<byte> text)
    {
        if (schema is null)
        {
            return null;
        }

        using var document = JsonForm.Parse(text);
        return ValueSchema.FindFault(schema, document.RootElement);
    }
}
