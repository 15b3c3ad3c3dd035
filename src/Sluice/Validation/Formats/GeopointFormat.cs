using System.Globalization;
using System.Text.Json;
using Sluice.Validation.Types;

namespace Sluice.Validation.Formats;

/// <summary>
/// <c>geopoint</c>: longitude (-180 to 180) and latitude (-90 to 90), as <c>lon, lat</c>, a JSON array of both, or a JSON object with
/// <c>lon</c> and <c>lat</c>. The column holds the text.
/// </summary>
internal sealed class GeopointFormat(string format) : TextFormat
{
    private const int LongestText = 512;

    public override string Expected => format switch
    {
        "array" => "a geopoint ([lon, lat])",
        "object" => "a geopoint ({\"lon\": …, \"lat\": …})",
        _ => "a geopoint (\"lon, lat\")",
    };

    public override bool HasSpellings => true;

    public override bool Fits(ReadOnlySpan<byte> text) =>
        TryRead(text, out var longitude, out var latitude) && Math.Abs(longitude) <= 180 && Math.Abs(latitude) <= 90;

    public override string Canonical(ReadOnlySpan<byte> text)
    {
        if (format != "default")
        {
            return JsonForm.Canonical(text);
        }

        var comma = text.IndexOf((byte)',');
        return $"{NumberForm.Canonical(text[..comma])},{NumberForm.Canonical(text[(comma + 1)..].TrimStart((byte)' '))}";
    }

    public override string? Hint(ReadOnlySpan<byte> text)
    {
        if (!TryRead(text, out var longitude, out var latitude))
        {
            return base.Hint(text);
        }

        return Math.Abs(latitude) > 90 && Math.Abs(longitude) <= 90
            ? "the latitude is beyond 90 degrees; are the two swapped? The longitude comes first"
            : "the longitude is -180 to 180 and the latitude -90 to 90 degrees";
    }

    private bool TryRead(ReadOnlySpan<byte> text, out double longitude, out double latitude)
    {
        (longitude, latitude) = (0, 0);
        if (text.Length > LongestText)
        {
            return false;
        }

        return format switch
        {
            "array" => TryReadArray(text, out longitude, out latitude),
            "object" => TryReadObject(text, out longitude, out latitude),
            _ => TryReadPair(text, out longitude, out latitude),
        };
    }

    private static bool TryReadPair(ReadOnlySpan<byte> text, out double longitude, out double latitude)
    {
        (longitude, latitude) = (0, 0);
        var comma = text.IndexOf((byte)',');
        if (comma < 0)
        {
            return false;
        }

        var second = text[(comma + 1)..];
        second = second.Length > 0 && second[0] == ' ' ? second[1..] : second;
        return TryNumber(text[..comma], out longitude) && TryNumber(second, out latitude);
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        return NumberForm.IsNumber(text) && !NumberForm.IsSpecial(text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryReadArray(ReadOnlySpan<byte> text, out double longitude, out double latitude)
    {
        (longitude, latitude) = (0, 0);
        if (!JsonForm.TryRead(text, JsonTokenType.StartArray, out var count, out _) || count != 2)
        {
            return false;
        }

        var reader = JsonForm.ReaderOf(text);
        reader.Read();
        var isLongitude = TryNumber(reader, out longitude);
        reader.Skip();
        reader.Read();
        return isLongitude && TryNumber(reader, out latitude);
    }

    private static bool TryReadObject(ReadOnlySpan<byte> text, out double longitude, out double latitude)
    {
        (longitude, latitude) = (0, 0);
        if (!JsonForm.TryRead(text, JsonTokenType.StartObject, out var count, out _) || count != 2)
        {
            return false;
        }

        var reader = JsonForm.ReaderOf(text);
        return JsonForm.TryFind(reader, "lon"u8, out var lon) && JsonForm.TryFind(reader, "lat"u8, out var lat)
            && TryNumber(lon, out longitude) && TryNumber(lat, out latitude);
    }

    private static bool TryNumber(Utf8JsonReader reader, out double number)
    {
        number = 0;
        return reader.TokenType == JsonTokenType.Number && TryNumber(reader.ValueSpan, out number);
    }
}
