using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Sluice.Analytics.Model;
using Sluice.Lake;

namespace Sluice.Analytics;

/// <summary>Writes the rows of one answer, whose columns are known.</summary>
internal sealed class JsonRowWriter
{
    private readonly AnalyticsRows rows;
    private readonly JsonRowsFormat format;
    private readonly IReadOnlyList<Member> members;

    /// <summary>Looks at the columns; the first row has been read.</summary>
    public JsonRowWriter(AnalyticsRows rows, JsonRowsFormat format)
    {
        this.rows = rows;
        this.format = format;
        members = Members(rows.Properties);
    }

    /// <summary>Writes the properties of the current row.</summary>
    public void Write(Utf8JsonWriter json)
    {
        if (format.Metadata == JsonMetadata.Full && rows.Entity is { } entity)
        {
            json.WriteString("@odata.type"u8, $"#{EdmBuilder.Namespace}.{entity.Name}");
            json.WriteString("@odata.id"u8, $"{format.ServiceRoot}{EntityKey.Write(entity, rows.Row, rows.KeyOrdinals)}");
        }

        Write(json, members);
    }

    private List<Member> Members(IReadOnlyList<ResultProperty> properties) => [.. properties.Select(p => new Member(
        JsonEncodedText.Encode(p.Name),
        p,
        p.Members is null && rows.Row.GetFieldType(p.Ordinal) == typeof(int),
        format.Metadata == JsonMetadata.Full && TypeName(p.Type.Kind) is { } type && p.Members is null
            ? (JsonEncodedText.Encode($"{p.Name}@odata.type"), JsonEncodedText.Encode($"#{type}"))
            : null,
        p.Members is null ? [] : Members(p.Members)))];

    // The types that JSON has need no name.
    private static string? TypeName(ColumnKind kind) =>
        kind is ColumnKind.Text or ColumnKind.Boolean or ColumnKind.Double ? null : EdmTypes.NameOf(kind);

    private void Write(Utf8JsonWriter json, IReadOnlyList<Member> all)
    {
        var row = rows.Row;
        foreach (var member in all)
        {
            if (member.Type is { } type)
            {
                json.WriteString(type.Name, type.Value);
            }

            json.WritePropertyName(member.Name);
            var ordinal = member.Property.Ordinal;
            if (ordinal >= 0 && row.IsDBNull(ordinal))
            {
                json.WriteNullValue();
            }
            else if (member.Property.Members is null)
            {
                WriteValue(json, row, member, ordinal);
            }
            else
            {
                json.WriteStartObject();
                Write(json, member.Members);
                json.WriteEndObject();
            }
        }
    }

    private void WriteValue(Utf8JsonWriter json, DbDataReader row, Member member, int ordinal)
    {
        switch (member.Property.Type.Kind)
        {
            case ColumnKind.Text:
                json.WriteStringValue(row.GetString(ordinal));
                break;
            case ColumnKind.Int64:
                var whole = member.IsInt32 ? row.GetInt32(ordinal) : row.GetInt64(ordinal);
                WriteNumber(json, whole);
                break;
            case ColumnKind.Decimal when member.Property.IsText:
                WriteDigits(json, row.GetString(ordinal));
                break;
            case ColumnKind.Decimal:
                WriteNumber(json, row.GetDecimal(ordinal));
                break;
            case ColumnKind.Double:
                WriteDouble(json, row.GetDouble(ordinal));
                break;
            case ColumnKind.Boolean:
                json.WriteBooleanValue(row.GetBoolean(ordinal));
                break;
            case ColumnKind.Date:
                WriteFormatted(json, row.GetFieldValue<DateOnly>(ordinal), "yyyy-MM-dd");
                break;
            case ColumnKind.Time:
                WriteFormatted(json, row.GetFieldValue<TimeOnly>(ordinal), "HH:mm:ss.FFFFFFF");
                break;
            case ColumnKind.Timestamp:
                json.WriteStringValue(DateTime.SpecifyKind(row.GetDateTime(ordinal), DateTimeKind.Utc));
                break;
            default:
                throw new InvalidOperationException("There is no such kind of column.");
        }
    }

    private void WriteNumber(Utf8JsonWriter json, long number)
    {
        if (format.IsIeee754Compatible)
        {
            WriteFormatted(json, number, "D");
        }
        else
        {
            json.WriteNumberValue(number);
        }
    }

    private void WriteNumber(Utf8JsonWriter json, decimal number)
    {
        if (format.IsIeee754Compatible)
        {
            WriteFormatted(json, number, "G");
        }
        else
        {
            json.WriteNumberValue(number);
        }
    }

    private void WriteDigits(Utf8JsonWriter json, string digits)
    {
        if (format.IsIeee754Compatible)
        {
            json.WriteStringValue(digits);
        }
        else
        {
            json.WriteRawValue(digits, skipInputValidation: true);
        }
    }

    private static void WriteDouble(Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(double.IsNaN(number) ? "NaN" : number > 0 ? "INF" : "-INF");
        }
    }

    private static void WriteFormatted<T>(Utf8JsonWriter json, T value, ReadOnlySpan<char> format)
        where T : ISpanFormattable
    {
        Span<char> text = stackalloc char[64];
        value.TryFormat(text, out var length, format, CultureInfo.InvariantCulture);
        json.WriteStringValue(text[..length]);
    }

    private sealed record Member(
        JsonEncodedText Name, ResultProperty Property, bool IsInt32, (JsonEncodedText Name, JsonEncodedText Value)? Type,
        IReadOnlyList<Member> Members);
}
