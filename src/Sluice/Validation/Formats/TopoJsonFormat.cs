using System.Text.Json;

namespace Sluice.Validation;

/// <summary><c>geojson</c>, <c>topojson</c>: a topology of the TopoJSON format specification, section 2.1. The column has the text.</summary>
internal sealed class TopoJsonFormat : TextFormat
{
    private static readonly string[] Geometries =
        ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"];

    public override string Expected => "a TopoJSON topology";

    public override string Unit => "properties";

    public override bool HasSpellings => true;

    public override bool Fits(ReadOnlySpan<byte> text) => Find(text) is null;

    public override string? Hint(ReadOnlySpan<byte> text) => Find(text);

    public override long Length(ReadOnlySpan<byte> text) => JsonForm.TryRead(text, JsonTokenType.StartObject, out var count, out _) ? count : 0;

    public override string Canonical(ReadOnlySpan<byte> text) => JsonForm.Canonical(text);

    private static string? Find(ReadOnlySpan<byte> text)
    {
        if (!JsonForm.TryRead(text, JsonTokenType.StartObject, out _, out var fault))
        {
            return fault ?? "it is no JSON object";
        }

        using var document = JsonForm.Parse(text);
        var root = document.RootElement;
        if (!IsText(root, "type", ["Topology"]))
        {
            return "its \"type\" is not Topology";
        }

        if (!root.TryGetProperty("objects", out var objects) || objects.ValueKind != JsonValueKind.Object)
        {
            return "it has no \"objects\"";
        }

        if (!root.TryGetProperty("arcs", out var arcs) || arcs.ValueKind != JsonValueKind.Array
            || !arcs.EnumerateArray().All(a => a.ValueKind == JsonValueKind.Array && a.EnumerateArray().All(GeoJsonFormat.IsPosition)))
        {
            return "it has no \"arcs\" that are arrays of positions";
        }

        return objects.EnumerateObject().All(o => o.Value.ValueKind == JsonValueKind.Object && IsText(o.Value, "type", Geometries))
            ? null
            : "one of its \"objects\" is no geometry";
    }

    private static bool IsText(JsonElement element, string name, string[] texts) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && texts.Contains(value.GetString());
}
