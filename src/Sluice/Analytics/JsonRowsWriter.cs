using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Sluice.Analytics;

/// <summary>Streams rows as OData JSON (JSON Format 4.01).</summary>
public static class JsonRowsWriter
{
    private const int FlushBytes = 32 * 1024;

    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    /// <summary>Writes a whole answer.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="stream">The target. It is written to in chunks of 32 KB or more.</param>
    /// <param name="format">The format.</param>
    /// <param name="nextLink">Creates the link to the next answer from its <c>$skiptoken</c>.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public static async Task WriteAsync(
        AnalyticsRows rows, Stream stream, JsonRowsFormat format, Func<string, string> nextLink, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = Encoder, SkipValidation = true });
        json.WriteStartObject();
        WriteContext(json, rows, format);
        if (rows.Count is { } count)
        {
            json.WritePropertyName("@odata.count"u8);
            WriteNumber(json, count, format);
        }

        json.WriteStartArray("value"u8);
        JsonRowWriter? row = null;
        while (await rows.ReadAsync())
        {
            row ??= new JsonRowWriter(rows, format);
            json.WriteStartObject();
            await row.WriteAsync(json, cancellationToken);
            json.WriteEndObject();
            await FlushIfFullAsync(json, cancellationToken);
        }

        json.WriteEndArray();
        if (rows.SkipToken is { } token)
        {
            json.WriteString("@odata.nextLink"u8, nextLink(token));
        }

        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
    }

    /// <summary>Writes the single requested row, which must have been read.</summary>
    /// <inheritdoc cref="WriteAsync"/>
    public static async Task WriteOneAsync(AnalyticsRows rows, Stream stream, JsonRowsFormat format, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = Encoder, SkipValidation = true });
        json.WriteStartObject();
        WriteContext(json, rows, format);
        await new JsonRowWriter(rows, format).WriteAsync(json, cancellationToken);
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
    }

    /// <summary>Writes the only property of the single requested row, which must have been read. The value must not be null.</summary>
    /// <param name="rows">The row.</param>
    /// <param name="context">The address of the property, relative to the service.</param>
    /// <param name="format">The format.</param>
    public static ReadOnlyMemory<byte> WriteValue(AnalyticsRows rows, string context, JsonRowsFormat format)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Encoder, SkipValidation = true });
        json.WriteStartObject();
        if (format.Metadata != JsonMetadata.None)
        {
            json.WriteString("@odata.context"u8, $"{format.ServiceRoot}$metadata#{context}");
        }

        new JsonRowWriter(rows, format).WriteOnly(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteContext(Utf8JsonWriter json, AnalyticsRows rows, JsonRowsFormat format)
    {
        if (format.Metadata != JsonMetadata.None)
        {
            json.WriteString("@odata.context"u8, $"{format.ServiceRoot}$metadata#{rows.Context}");
        }
    }

    /// <summary>Flushes the writer if it has buffered a chunk.</summary>
    internal static async ValueTask FlushIfFullAsync(Utf8JsonWriter json, CancellationToken cancellationToken)
    {
        if (json.BytesPending > FlushBytes)
        {
            await json.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Writes a number of rows.</summary>
    internal static void WriteNumber(Utf8JsonWriter json, long number, JsonRowsFormat format)
    {
        if (format.IsIeee754Compatible)
        {
            json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteNumberValue(number);
        }
    }
}
