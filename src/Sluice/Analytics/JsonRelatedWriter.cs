using System.Text.Json;
using Sluice.Analytics.Model;
using Sluice.Analytics.Requests;

namespace Sluice.Analytics;

/// <summary>Writes the rows of an expanded collection after the properties of the row, or of the object in it, that has them.</summary>
internal sealed class JsonRelatedWriter
{
    private readonly IRowSource rows;
    private readonly RowEntity parent;
    private readonly RelatedRows related;
    private readonly JsonRowsFormat format;
    private readonly JsonEncodedText name;
    private readonly JsonEncodedText link;
    private readonly JsonEncodedText count;
    private readonly JsonEncodedText next;
    private JsonRowWriter? row;

    /// <summary>Creates a writer for one collection of some rows.</summary>
    public JsonRelatedWriter(IRowSource rows, RelatedRows related, JsonRowsFormat format)
    {
        this.rows = rows;
        parent = related.Parent ?? rows.Entity!;
        this.related = related;
        this.format = format;
        name = JsonEncodedText.Encode(related.Navigation.Name);
        link = JsonRowWriter.LinkName(related.Navigation);
        count = JsonEncodedText.Encode($"{related.Navigation.Name}@odata.count");
        next = JsonEncodedText.Encode($"{related.Navigation.Name}@odata.nextLink");
    }

    /// <summary>Writes the related rows of the current row, with their annotations.</summary>
    public async ValueTask WriteAsync(Utf8JsonWriter json, CancellationToken cancellationToken)
    {
        if (format.Metadata == JsonMetadata.Full)
        {
            json.WriteString(link, Address());
        }

        if (related.Count is { } number)
        {
            json.WritePropertyName(count);
            JsonRowsWriter.WriteNumber(json, number, format);
        }

        json.WriteStartArray(name);
        while (await related.ReadAsync())
        {
            row ??= new JsonRowWriter(related, format);
            json.WriteStartObject();
            await row.WriteAsync(json, cancellationToken);
            json.WriteEndObject();
            await JsonRowsWriter.FlushIfFullAsync(json, cancellationToken);
        }

        json.WriteEndArray();
        if (related.SkipToken is { } token)
        {
            // The next link is the only annotation that may follow its property (OData JSON Format 4.01, Payload Ordering Constraints).
            var options = related.Options.Select(o => $"{o.Key}={Uri.EscapeDataString(o.Value)}&");
            var form = format.Option is { } option ? $"$format={Uri.EscapeDataString(option)}&" : "";
            json.WriteString(next, $"{Address()}?{string.Concat(options)}{form}{format.Access}$skiptoken={token}");
        }
    }

    private string Address() =>
        $"{format.ServiceRoot}{EntityKey.Write(parent.Set, rows.Row, parent.KeyOrdinals)}/{related.Navigation.Name}";
}
