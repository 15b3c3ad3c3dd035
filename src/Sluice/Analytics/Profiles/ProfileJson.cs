using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Sluice.Analytics.Model;

namespace Sluice.Analytics.Profiles;

/// <summary>Writes profiles as JSON. Values are as in OData's JSON; what does not apply is left out.</summary>
internal static class ProfileJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The document, UTF-8.</summary>
    public static byte[] Write(TableProfile profile)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("set"u8, profile.Set.Name);
            json.WriteNumber("rows"u8, profile.Rows);
            json.WritePropertyName("asOf"u8);
            JsonValues.Write(json, profile.AsOf);
            json.WriteStartArray("columns"u8);
            foreach (var column in profile.Columns)
            {
                Write(json, column);
            }

            json.WriteEndArray();
            if (profile.Rejects is { } rejects)
            {
                Write(json, rejects);
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, ColumnProfile column)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, column.Property.Name);
        json.WriteString("type"u8, $"Edm.{EdmTypes.NameOf(column.Property.Type.Kind)}");
        json.WriteNumber("nulls"u8, column.Nulls);
        json.WriteNumber("distinct"u8, column.Distinct);
        if (column.IsApproximate)
        {
            json.WriteBoolean("approximate"u8, true);
        }

        WriteIfThere(json, "min", column.Min);
        WriteIfThere(json, "max", column.Max);
        WriteIfThere(json, "mean", column.Mean);
        if (column.Quartiles is { } quartiles)
        {
            json.WriteStartArray("quartiles"u8);
            foreach (var quartile in quartiles)
            {
                JsonValues.Write(json, quartile);
            }

            json.WriteEndArray();
        }

        WriteCounts(json, column);
        WriteIfThere(json, "shortest", column.Shortest);
        WriteIfThere(json, "longest", column.Longest);
        if (column.Property.IsSensitive)
        {
            json.WriteBoolean("sensitive"u8, true);
        }

        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, ColumnProfile column)
    {
        if (column.Histogram is { } bins)
        {
            json.WriteStartArray("histogram"u8);
            foreach (var bin in bins)
            {
                json.WriteStartObject();
                WriteIfThere(json, "from", bin.From);
                WriteIfThere(json, "to", bin.To);
                json.WriteNumber("rows"u8, bin.Rows);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (column.Top is { } top)
        {
            json.WriteStartArray("top"u8);
            foreach (var (value, rows) in top)
            {
                json.WriteStartObject();
                WriteIfThere(json, "value", value);
                json.WriteNumber("rows"u8, rows);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<RejectCount> rejects)
    {
        json.WriteStartArray("rejects"u8);
        foreach (var (rule, field, rows) in rejects)
        {
            json.WriteStartObject();
            json.WriteString("rule"u8, rule);
            json.WriteString("field"u8, field);
            json.WriteNumber("rows"u8, rows);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteIfThere(Utf8JsonWriter json, string name, object? value)
    {
        if (value is not null)
        {
            json.WritePropertyName(name);
            JsonValues.Write(json, value);
        }
    }
}
