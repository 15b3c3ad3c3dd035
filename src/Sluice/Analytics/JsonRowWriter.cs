using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Sluice.Analytics.Model;
using Sluice.Analytics.Profiles;
using Sluice.Analytics.Requests;
using Sluice.Lake.Schema;

namespace Sluice.Analytics;

/// <summary>Writes the properties of rows as JSON.</summary>
internal sealed class JsonRowWriter
{
    private static readonly JsonEncodedText DecimalType = JsonEncodedText.Encode("#Decimal");

    private readonly IRowSource rows;
    private readonly JsonRowsFormat format;
    private readonly Member[] members;
    private readonly Link[] links;
    private readonly JsonRelatedWriter[] related;

    /// <summary>Creates a writer. The first row must have been read.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="format">The format.</param>
    public JsonRowWriter(IRowSource rows, JsonRowsFormat format)
    {
        this.rows = rows;
        this.format = format;
        members = Members([], rows.Properties);
        links = Links([], rows.Entity, rows.Properties);
        related = RelatedAt([]);
    }

    /// <summary>Writes the properties of the current row, and the rows of its expanded collections after them.</summary>
    public ValueTask WriteAsync(Utf8JsonWriter json, CancellationToken cancellationToken)
    {
        if (format.Metadata == JsonMetadata.Full && rows.Entity is null)
        {
            // What was aggregated cannot be asked for again (JSON Format 4.01, 4.6.9).
            json.WriteNull("@odata.id"u8);
        }

        if (rows.Related.Count > 0)
        {
            return WriteAsync(json, rows.Entity, members, links, related, cancellationToken);
        }

        Write(json, rows.Entity, members, links);
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes the value of the only property, which is not null, with its type if all metadata is requested.</summary>
    public void WriteOnly(Utf8JsonWriter json)
    {
        var only = members.Single();
        if (only.Type is { } type)
        {
            json.WriteString("@odata.type"u8, type.Value);
        }

        json.WritePropertyName("value"u8);
        WriteValue(json, rows.Row, only, only.Property.Ordinal);
    }

    /// <summary>The name of the link of a navigation.</summary>
    public static JsonEncodedText LinkName(EntityNavigation navigation) =>
        JsonEncodedText.Encode($"{navigation.Name}@odata.navigationLink");

    private Member[] Members(string[] path, IReadOnlyList<ResultProperty> properties) => [.. properties.Select(p => new Member(
        JsonEncodedText.Encode(p.Name),
        p,
        p.Members is null && rows.Row.GetFieldType(p.Ordinal) == typeof(int),
        format.Metadata == JsonMetadata.Full && TypeName(p.Type.Kind) is { } type && p.Members is null
            ? (JsonEncodedText.Encode($"{p.Name}@odata.type"), JsonEncodedText.Encode($"#{type}"))
            : null,
        p.Members is null ? [] : Members([.. path, p.Name], p.Members),
        Links([.. path, p.Name], p.Entity, p.Members ?? []),
        RelatedAt([.. path, p.Name]),
        rows.Related.Any(r => r.Path.Take(path.Length + 1).SequenceEqual([.. path, p.Name]))))];

    private JsonRelatedWriter[] RelatedAt(string[] path) =>
        [.. rows.Related.Where(r => r.Path.SequenceEqual(path)).Select(r => new JsonRelatedWriter(rows, r, format))];

    // Annotations come right before the property that they belong to. Links of properties that are not in the row come last.
    private Link[] Links(string[] path, RowEntity? entity, IReadOnlyList<ResultProperty> properties) =>
        format.Metadata == JsonMetadata.Full && entity is not null
            ? [.. entity.Links.Except(rows.Related.Where(r => r.Path.SequenceEqual(path)).Select(r => r.Navigation)).Select(
                n => new Link(n.Name, LinkName(n), properties.Any(p => p.Entity is not null && p.Name == n.Name)))]
            : [];

    // JSON's own types need no annotation.
    private static string? TypeName(ColumnKind kind) =>
        kind is ColumnKind.Text or ColumnKind.Boolean or ColumnKind.Double ? null : EdmTypes.NameOf(kind);

    private async ValueTask WriteAsync(
        Utf8JsonWriter json, RowEntity? entity, Member[] all, Link[] navigations, JsonRelatedWriter[] collections,
        CancellationToken cancellationToken)
    {
        var address = WriteIdentity(json, entity);
        foreach (var member in all)
        {
            if (!member.HasRelated || rows.Row.IsDBNull(member.Property.Ordinal))
            {
                Write(json, member, navigations, address);
                continue;
            }

            WriteLinks(json, address, navigations, member.Property.Name);
            json.WritePropertyName(member.Name);
            json.WriteStartObject();
            await WriteAsync(json, member.Property.Entity, member.Members, member.Links, member.Related, cancellationToken);
            json.WriteEndObject();
        }

        WriteLinks(json, address, navigations, property: null);
        foreach (var collection in collections)
        {
            await collection.WriteAsync(json, cancellationToken);
        }
    }

    private void Write(Utf8JsonWriter json, RowEntity? entity, Member[] all, Link[] navigations)
    {
        var address = WriteIdentity(json, entity);
        foreach (var member in all)
        {
            Write(json, member, navigations, address);
        }

        WriteLinks(json, address, navigations, property: null);
    }

    private string WriteIdentity(Utf8JsonWriter json, RowEntity? entity)
    {
        if (format.Metadata != JsonMetadata.Full || entity is null)
        {
            return "";
        }

        var address = $"{format.ServiceRoot}{EntityKey.Write(entity.Set, rows.Row, entity.KeyOrdinals)}";
        json.WriteString("@odata.type"u8, $"#{EdmBuilder.Namespace}.{entity.Set.Name}");
        json.WriteString("@odata.id"u8, address);
        return address;
    }

    private void Write(Utf8JsonWriter json, Member member, Link[] navigations, string address)
    {
        var row = rows.Row;
        if (member.Type is { } type && TypeOf(row, member, type.Value) is { } name)
        {
            json.WriteString(type.Name, name);
        }

        if (member.Property.Entity is not null)
        {
            WriteLinks(json, address, navigations, member.Property.Name);
        }

        json.WritePropertyName(member.Name);
        var ordinal = member.Property.Ordinal;
        if (ordinal >= 0 && row.IsDBNull(ordinal))
        {
            if (IsOtherwise(row, member))
            {
                JsonValues.Write(json, row.GetDouble(member.Property.Otherwise));
            }
            else
            {
                json.WriteNullValue();
            }
        }
        else if (member.Property.Members is null)
        {
            WriteValue(json, row, member, ordinal);
        }
        else
        {
            json.WriteStartObject();
            Write(json, member.Property.Entity, member.Members, member.Links);
            json.WriteEndObject();
        }
    }

    // The link of a property of the row, or those of all that are not in it.
    private static void WriteLinks(Utf8JsonWriter json, string address, Link[] links, string? property)
    {
        foreach (var link in links)
        {
            if (property is null ? !link.IsThere : link.IsThere && link.Navigation == property)
            {
                json.WriteString(link.Name, $"{address}/{link.Navigation}");
            }
        }
    }

    private static bool IsOtherwise(DbDataReader row, Member member) =>
        member.Property.Otherwise >= 0 && !row.IsDBNull(member.Property.Otherwise);

    // A whole number beyond 64 bits is annotated as a decimal. A number with too many digits is a floating point number, which needs no
    // annotation.
    private static JsonEncodedText? TypeOf(DbDataReader row, Member member, JsonEncodedText type) => member.Property switch
    {
        _ when IsOtherwise(row, member) => null,
        { IsText: true, Type.Kind: ColumnKind.Int64 } p
            when !row.IsDBNull(p.Ordinal) && !long.TryParse(row.GetString(p.Ordinal), CultureInfo.InvariantCulture, out _) => DecimalType,
        _ => type,
    };

    private void WriteValue(Utf8JsonWriter json, DbDataReader row, Member member, int ordinal)
    {
        Span<byte> text = stackalloc byte[IsoText.Longest];
        switch (member.Property.Type.Kind)
        {
            case ColumnKind.Text:
                json.WriteStringValue(row.GetString(ordinal));
                break;
            case ColumnKind.Int64 or ColumnKind.Decimal when member.Property.IsText:
                WriteDigits(json, row.GetString(ordinal));
                break;
            case ColumnKind.Int64:
                var whole = member.IsInt32 ? row.GetInt32(ordinal) : row.GetInt64(ordinal);
                WriteNumber(json, whole);
                break;
            case ColumnKind.Decimal:
                WriteNumber(json, row.GetDecimal(ordinal));
                break;
            case ColumnKind.Double:
                JsonValues.Write(json, row.GetDouble(ordinal));
                break;
            case ColumnKind.Boolean:
                json.WriteBooleanValue(row.GetBoolean(ordinal));
                break;
            case ColumnKind.Date:
                json.WriteStringValue(text[..IsoText.Write(row.GetFieldValue<DateOnly>(ordinal), text)]);
                break;
            case ColumnKind.Time:
                json.WriteStringValue(text[..IsoText.Write(row.GetFieldValue<TimeOnly>(ordinal), text)]);
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

    private static void WriteFormatted<T>(Utf8JsonWriter json, T value, ReadOnlySpan<char> format)
        where T : ISpanFormattable
    {
        Span<char> text = stackalloc char[64];
        value.TryFormat(text, out var length, format, CultureInfo.InvariantCulture);
        json.WriteStringValue(text[..length]);
    }

    private sealed record Member(
        JsonEncodedText Name, ResultProperty Property, bool IsInt32, (JsonEncodedText Name, JsonEncodedText Value)? Type,
        Member[] Members, Link[] Links, JsonRelatedWriter[] Related, bool HasRelated);

    private sealed record Link(string Navigation, JsonEncodedText Name, bool IsThere);
}
