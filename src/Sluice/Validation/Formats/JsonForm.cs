using System.Text;
using System.Text.Json;
using Sluice.Validation.Types;

namespace Sluice.Validation.Formats;

/// <summary>JSON texts: which are valid, what they are, and the one text of all that mean the same.</summary>
internal static class JsonForm
{
    private const int Deepest = 1000;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = Deepest };

    /// <summary>Whether a text is JSON of a kind, and how many properties or items it has at its top.</summary>
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
                // A property is counted by its name, an item by where it begins.
                var counts = start == JsonTokenType.StartObject
                    ? reader.TokenType == JsonTokenType.PropertyName
                    : reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject);
                count += counts && reader.CurrentDepth == 1 ? 1 : 0;
            }

            return true;
        }
        catch (JsonException e)
        {
            // The parser's own sentence may quote the text; the place says enough.
            fault = $"from byte {(e.BytePositionInLine ?? 0) + 1} of its line {(e.LineNumber ?? 0) + 1} on it is no JSON";
            return false;
        }
    }

    /// <summary>A reader on the first token of a JSON text that is known to be valid. It is a value: a copy stays where it is.</summary>
    public static Utf8JsonReader ReaderOf(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, Options);
        reader.Read();
        return reader;
    }

    /// <summary>Finds a property of the object that a reader is at the start of: of several of a name the first.</summary>
    /// <param name="reader">The reader; anything else than an object has no properties.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="value">A reader on the first token of its value.</param>
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

    /// <summary>Goes from the start of an array, or the end of an item of it, to the next item.</summary>
    public static bool NextItem(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>A JSON text that is known to be valid, as a document.</summary>
    public static JsonDocument Parse(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, Options);
        return JsonDocument.ParseValue(ref reader);
    }

    /// <summary>The text that all spellings of a JSON value have in common: no white space, names in order, numbers by value.</summary>
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

    // Half of a surrogate pair is valid JSON but no text: such a string is compared as it is written.
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
