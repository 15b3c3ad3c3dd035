using System.Text.Json;

namespace Sluice.Validation;

/// <summary><c>geojson</c>: a GeoJSON object (RFC 7946): a geometry, a feature or a collection. The column has the text.</summary>
internal sealed class GeoJsonFormat : TextFormat
{
    // The depth of arrays above a position, of the geometries that have coordinates.
    private static readonly Dictionary<string, int> Depths = new()
    {
        ["Point"] = 0,
        ["MultiPoint"] = 1,
        ["LineString"] = 1,
        ["MultiLineString"] = 2,
        ["Polygon"] = 2,
        ["MultiPolygon"] = 3,
    };

    public override string Expected => "a GeoJSON object";

    public override string Unit => "properties";

    public override bool HasSpellings => true;

    public override bool Fits(ReadOnlySpan<byte> text) => Find(text) is null;

    public override string? Hint(ReadOnlySpan<byte> text) => Find(text);

    public override long Length(ReadOnlySpan<byte> text) => JsonForm.TryRead(text, JsonTokenType.StartObject, out var count, out _) ? count : 0;

    public override string Canonical(ReadOnlySpan<byte> text) => JsonForm.Canonical(text);

    /// <summary>Whether an element is a position: two numbers or more.</summary>
    internal static bool IsPosition(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array && element.GetArrayLength() >= 2
        && element.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Number);

    private static string? Find(ReadOnlySpan<byte> text)
    {
        if (!JsonForm.TryRead(text, JsonTokenType.StartObject, out _, out var fault))
        {
            return fault ?? "it is no JSON object";
        }

        using var document = JsonForm.Parse(text);
        return FindObject(document.RootElement);
    }

    private static string? FindObject(JsonElement element) => TypeOf(element) switch
    {
        "Feature" => FindFeature(element),
        "FeatureCollection" => FindAll(element, "features", e => TypeOf(e) == "Feature" ? FindFeature(e) : "an item of its \"features\" is no Feature"),
        _ => FindGeometry(element),
    };

    private static string? FindFeature(JsonElement element)
    {
        if (!element.TryGetProperty("geometry", out var geometry))
        {
            return "a Feature has no \"geometry\" (it may be null)";
        }

        if (!element.TryGetProperty("properties", out var properties) || properties.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
        {
            return "a Feature has no \"properties\" that are an object or null";
        }

        return geometry.ValueKind == JsonValueKind.Null ? null : FindGeometry(geometry);
    }

    private static string? FindGeometry(JsonElement element)
    {
        var type = TypeOf(element);
        if (type == "GeometryCollection")
        {
            return FindAll(element, "geometries", FindGeometry);
        }

        if (type is null || !Depths.TryGetValue(type, out var depth))
        {
            return "its \"type\" is none of GeoJSON's";
        }

        if (!element.TryGetProperty("coordinates", out var coordinates))
        {
            return $"a {type} has no \"coordinates\"";
        }

        // An empty array stands for no place at all (RFC 7946, section 3.1).
        var empty = coordinates.ValueKind == JsonValueKind.Array && coordinates.GetArrayLength() == 0;
        return empty || AreCoordinates(coordinates, depth, type) ? null : $"the \"coordinates\" are not those of a {type}";
    }

    private static bool AreCoordinates(JsonElement element, int depth, string type)
    {
        if (depth == 0)
        {
            return IsPosition(element);
        }

        if (element.ValueKind != JsonValueKind.Array || !element.EnumerateArray().All(e => AreCoordinates(e, depth - 1, type)))
        {
            return false;
        }

        return depth > 1 || type switch
        {
            "LineString" or "MultiLineString" => element.GetArrayLength() >= 2,
            "Polygon" or "MultiPolygon" => IsRing(element),
            _ => true,
        };
    }

    // A ring ends where it begins (RFC 7946, section 3.1.6).
    private static bool IsRing(JsonElement element)
    {
        var count = element.GetArrayLength();
        return count >= 4 && JsonElement.DeepEquals(element[0], element[count - 1]);
    }

    private static string? FindAll(JsonElement element, string name, Func<JsonElement, string?> find) =>
        element.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray().Select(find).FirstOrDefault(f => f is not null)
            : $"it has no array \"{name}\"";

    private static string? TypeOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()
            : null;
}
