using System.Text.Json;

namespace Sluice.Validation.Formats;

/// <summary>
/// <c>geojson</c>, <c>topojson</c>: a topology of the TopoJSON format specification, section 2.1. The column holds the text.
/// </summary>
internal sealed class TopoJsonFormat : TextFormat
{
    private static readonly string[] Topology = ["Topology"];

    private static readonly string[] Geometries =
        ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"];

    public override string Expected => "a TopoJSON topology";

    public override string Unit => "properties";

    public override bool HasSpellings => true;

    public override bool Fits(ReadOnlySpan<byte> text) => Find(text) is null;

    public override string? Hint(ReadOnlySpan<byte> text) => Find(text);

    public override long Length(ReadOnlySpan<byte> text) =>
        JsonForm.TryRead(text, JsonTokenType.StartObject, out var count, out _) ? count : 0;

    public override string Canonical(ReadOnlySpan<byte> text) => JsonForm.Canonical(text);

    private static string? Find(ReadOnlySpan<byte> text)
    {
        if (!JsonForm.TryRead(text, JsonTokenType.StartObject, out _, out var fault))
        {
            return fault ?? "it is not a JSON object";
        }

        var root = JsonForm.ReaderOf(text);
        if (!IsOfType(root, Topology))
        {
            return "its \"type\" is not Topology";
        }

        if (!JsonForm.TryFind(root, "objects"u8, out var objects) || objects.TokenType != JsonTokenType.StartObject)
        {
            return "it has no \"objects\"";
        }

        if (!JsonForm.TryFind(root, "arcs"u8, out var arcs) || !AreArcs(arcs))
        {
            return "it has no \"arcs\" that are arrays of positions";
        }

        return AreGeometries(objects) ? null : "one of its \"objects\" is not a geometry";
    }

    private static bool AreArcs(Utf8JsonReader arcs)
    {
        if (arcs.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        for (; JsonForm.NextItem(ref arcs); arcs.Skip())
        {
            if (arcs.TokenType != JsonTokenType.StartArray)
            {
                return false;
            }

            var positions = arcs;
            for (; JsonForm.NextItem(ref positions); positions.Skip())
            {
                if (!GeoJsonFormat.IsPosition(positions))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool AreGeometries(Utf8JsonReader objects)
    {
        while (objects.Read() && objects.TokenType == JsonTokenType.PropertyName)
        {
            objects.Read();
            if (!IsOfType(objects, Geometries))
            {
                return false;
            }

            objects.Skip();
        }

        return true;
    }

    private static bool IsOfType(Utf8JsonReader reader, string[] types)
    {
        if (JsonForm.TryFind(reader, "type"u8, out var found) && found.TokenType == JsonTokenType.String)
        {
            foreach (var type in types)
            {
                if (found.ValueTextEquals(type))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
