using System.Text;
using System.Text.Json;
using Sluice.Validation.Types;

namespace Sluice.Validation.Formats;

/// <summary>JSON texts: validation, reading without memory, and a canonical form for comparing values.</summary>
internal static class JsonForm
{
    private const int Deepest = 1000;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = Deepest };

    /// <summary>Whether a text is a JSON object or array, and how many properties or items it has at the top level.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, JsonTokenType start, out int count, out string? fault)
    {
        count = 0;
        fault = null;
        var first = text.TrimStart(" \t\r\n"u8);
        if (first.Length == 0 || first[0] != (start == JsonTokenType.StartObject ? '{' : '['))
        {
            return false;
        }

        var reader = new Utf8JsonReader(text, Options);
        try
        {
            while (reader.Read())
            {
                // A property is counted at its name, an item at its first token.
                var counts = start == JsonTokenType.StartObject
                    ? reader.TokenType == JsonTokenType.PropertyName
                    : reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject);
                count += counts && reader.CurrentDepth == 1 ? 1 : 0;
            }

            return true;
        }
        catch (JsonException e)
        {
            // The parser's message may quote the text, so give only the place.
            fault = $"it is not valid JSON from byte {(e.BytePositionInLine ?? 0) + 1} of its line {(e.LineNumber ?? 0) + 1} on";
            return false;
        }
    }

    /// <summary>A reader at the first token of a valid JSON text. It is a struct, so a copy keeps its own position.</summary>
    public static Utf8JsonReader ReaderOf(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, Options);
        reader.Read();
        return reader;
    }

    /// <summary>Finds a property of the object at the reader; if several have the name, the first.</summary>
    /// <param name="reader">The reader. A value that is not an object has no properties.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="value">A reader at the first token of its value.</param>
    public static bool TryFind(Utf8JsonReader reader, ReadOnlySpan<byte> name, out Utf8JsonReader value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isFound = reader.ValueTextEquals(name);
            reader.Read();
            if (isFound)
            {
                value = reader;
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    /// <summary>Moves from the start of an array, or from the end of an item, to the next item.</summary>
    public static bool NextItem(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>Parses a valid JSON text into a document.</summary>
    public static JsonDocument Parse(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, Options);
        return JsonDocument.ParseValue(ref reader);
    }

    /// <summary>
    /// The canonical text of a JSON value, the same for all its spellings: no white space, properties in order, numbers by value.
    /// </summary>
    public static string Canonical(ReadOnlySpan<byte> text)
    {
        using var document = Parse(text);
        var canonical = new StringBuilder();
        Write(document.RootElement, canonical);
        return canonical.ToString();
    }

    private static void Write(JsonElement element, StringBuilder canonical)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                canonical.Append('{');
                foreach (var property in element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    canonical.Append(JsonEncodedText.Encode(property.Name)).Append(':');
                    Write(property.Value, canonical);
                    canonical.Append(',');
                }

                canonical.Append('}');
                break;
            case JsonValueKind.Array:
                canonical.Append('[');
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, canonical);
                    canonical.Append(',');
                }

                canonical.Append(']');
                break;
            case JsonValueKind.Number:
                canonical.Append(NumberForm.Canonical(Encoding.ASCII.GetBytes(element.GetRawText())));
                break;
            case JsonValueKind.String:
                canonical.Append('"').Append(Unescape(element)).Append('"');
                break;
            default:
                canonical.Append(element.GetRawText());
                break;
        }
    }

    // Half of a surrogate pair is valid JSON but not a valid string, so such a string is compared as it is written.
    private static string Unescape(JsonElement element)
    {
        try
        {
            return JsonEncodedText.Encode(element.GetString()!).ToString();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return element.GetRawText();
        }
    }
}
