using System.Text;
using System.Text.Json;
using Sluice.Validation.Types;

namespace Sluice.Validation.Formats;

/// <summary><c>geojson</c>: a GeoJSON object (RFC 7946): a geometry, a feature or a collection. The column holds the text.</summary>
internal sealed class GeoJsonFormat : TextFormat
{
    // The geometry types with coordinates, and the number of array levels above a position.
    private static readonly (string Type, int Depth)[] Depths =
    [
        ("Point", 0), ("MultiPoint", 1), ("LineString", 1), ("MultiLineString", 2), ("Polygon", 2), ("MultiPolygon", 3),
    ];

    private delegate string? Finder(Utf8JsonReader reader);

    public override string Expected => "a GeoJSON object";

    public override string Unit => "properties";

    public override bool HasSpellings => true;

    public override bool Fits(ReadOnlySpan<byte> text) => Find(text) is null;

    public override string? Hint(ReadOnlySpan<byte> text) => Find(text);

    public override long Length(ReadOnlySpan<byte> text) =>
        JsonForm.TryRead(text, JsonTokenType.StartObject, out var count, out _) ? count : 0;

    public override string Canonical(ReadOnlySpan<byte> text) => JsonForm.Canonical(text);

    /// <summary>Whether the reader's value is a position: an array of two numbers or more.</summary>
    internal static bool IsPosition(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        var count = 0;
        while (JsonForm.NextItem(ref reader))
        {
            if (reader.TokenType != JsonTokenType.Number)
            {
                return false;
            }

            count++;
        }

        return count >= 2;
    }

    // Each property is searched from the start of its object, and values are skipped. So checking a text needs no memory.
    private static string? Find(ReadOnlySpan<byte> text) =>
        JsonForm.TryRead(text, JsonTokenType.StartObject, out _, out var fault)
            ? FindObject(JsonForm.ReaderOf(text))
            : fault ?? "it is not a JSON object";

    private static string? FindObject(Utf8JsonReader reader) =>
        IsOfType(reader, "Feature") ? FindFeature(reader)
        : IsOfType(reader, "FeatureCollection")
            ? FindAll(
                reader, "features"u8, static r => IsOfType(r, "Feature") ? FindFeature(r) : "an item of its \"features\" is not a Feature")
        : FindGeometry(reader);

    private static string? FindFeature(Utf8JsonReader reader)
    {
        if (!JsonForm.TryFind(reader, "geometry"u8, out var geometry))
        {
            return "a Feature has no \"geometry\" (it may be null)";
        }

        if (!JsonForm.TryFind(reader, "properties"u8, out var properties)
            || properties.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null))
        {
            return "a Feature has no \"properties\" that are an object or null";
        }

        return geometry.TokenType == JsonTokenType.Null ? null : FindGeometry(geometry);
    }

    private static string? FindGeometry(Utf8JsonReader reader)
    {
        if (IsOfType(reader, "GeometryCollection"))
        {
            return FindAll(reader, "geometries"u8, FindGeometry);
        }

        foreach (var (type, depth) in Depths)
        {
            if (IsOfType(reader, type))
            {
                return !JsonForm.TryFind(reader, "coordinates"u8, out var coordinates) ? $"a {type} has no \"coordinates\""
                    : IsEmpty(coordinates) || AreCoordinates(coordinates, depth, type) ? null
                    : $"the \"coordinates\" are not those of a {type}";
            }
        }

        return "its \"type\" is not a type of GeoJSON";
    }

    // An empty array means no location (RFC 7946, section 3.1).
    private static bool IsEmpty(Utf8JsonReader reader) => reader.TokenType == JsonTokenType.StartArray && !JsonForm.NextItem(ref reader);

    private static bool AreCoordinates(Utf8JsonReader reader, int depth, string type)
    {
        if (depth == 0)
        {
            return IsPosition(reader);
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        var items = reader;
        var last = reader;
        var count = 0;
        for (; JsonForm.NextItem(ref items); items.Skip())
        {
            if (!AreCoordinates(items, depth - 1, type))
            {
                return false;
            }

            count++;
            last = items;
        }

        return depth > 1 || type switch
        {
            "LineString" or "MultiLineString" => count >= 2,

            // A ring is closed: its first and last position are equal (RFC 7946, section 3.1.6).
            "Polygon" or "MultiPolygon" => count >= 4 && reader.Read() && AreSame(reader, last),
            _ => true,
        };
    }

    /// <summary>Whether two positions are equal, however their numbers are written.</summary>
    private static bool AreSame(Utf8JsonReader one, Utf8JsonReader other)
    {
        while (true)
        {
            var goesOn = JsonForm.NextItem(ref one);
            if (goesOn != JsonForm.NextItem(ref other))
            {
                return false;
            }

            if (!goesOn)
            {
                return true;
            }

            if (!one.ValueSpan.SequenceEqual(other.ValueSpan)
                && NumberForm.Canonical(one.ValueSpan) != NumberForm.Canonical(other.ValueSpan))
            {
                return false;
            }
        }
    }

    private static string? FindAll(Utf8JsonReader reader, ReadOnlySpan<byte> name, Finder find)
    {
        if (!JsonForm.TryFind(reader, name, out var items) || items.TokenType != JsonTokenType.StartArray)
        {
            return $"it has no array \"{Encoding.ASCII.GetString(name)}\"";
        }

        for (; JsonForm.NextItem(ref items); items.Skip())
        {
            if (find(items) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static bool IsOfType(Utf8JsonReader reader, string type) =>
        JsonForm.TryFind(reader, "type"u8, out var found) && found.TokenType == JsonTokenType.String && found.ValueTextEquals(type);
}
