using System.Collections;
using System.Data.Common;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Sluice.Local.Answering;

/// <summary>
/// The rows of a query as lines of JSON, for streaming: an array of the names of the columns, an array for each row, and if the query fails
/// on the way, an object with the member <c>error</c>.
/// </summary>
internal static class RowLines
{
    /// <summary>The media type.</summary>
    public const string ContentType = "application/x-ndjson";

    /// <summary>The member that has the message of an error.</summary>
    public const string Error = "error";

    /// <summary>Writes the names of the columns.</summary>
    public static void WriteNames(Utf8JsonWriter json, DbDataReader row)
    {
        json.WriteStartArray();
        for (var i = 0; i < row.FieldCount; i++)
        {
            json.WriteStringValue(row.GetName(i));
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the values of the current row.</summary>
    /// <exception cref="NotSupportedException">The client of the database cannot read a value. The message is a sentence.</exception>
    public static void WriteRow(Utf8JsonWriter json, DbDataReader row)
    {
        json.WriteStartArray();
        for (var i = 0; i < row.FieldCount; i++)
        {
            Write(json, ValueOf(row, i));
        }

        json.WriteEndArray();
    }

    // The client of a database has no type for some of its values, and says so in many ways.
    private static object? ValueOf(DbDataReader row, int column)
    {
        try
        {
            return row.IsDBNull(column) ? null : row.GetValue(column);
        }
        catch (Exception exception) when (exception is not (DbException or OperationCanceledException))
        {
            throw new NotSupportedException(
                $"{row.GetName(column)} has a value that cannot be read as {row.GetDataTypeName(column)}. Cast it to text in the query.",
                exception);
        }
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                json.WriteNullValue();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case double number when !double.IsFinite(number):
            case float when !float.IsFinite((float)value):
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            case byte or sbyte or short or ushort or int or uint or long or ulong or decimal or double or float or BigInteger:
                json.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                json.WriteStringValue(time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));
                break;
            case DateOnly or TimeOnly or DateTimeOffset:
                json.WriteStringValue(((IFormattable)value).ToString("O", CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                break;
            case Stream stream:
                WriteBytes(json, stream);
                break;
            case IDictionary entries:
                WriteObject(json, entries);
                break;
            case IEnumerable values and not string:
                json.WriteStartArray();
                foreach (var one in values)
                {
                    Write(json, one);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteBytes(Utf8JsonWriter json, Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        json.WriteBase64StringValue(copy.GetBuffer().AsSpan(0, (int)copy.Length));
    }

    private static void WriteObject(Utf8JsonWriter json, IDictionary entries)
    {
        json.WriteStartObject();
        foreach (DictionaryEntry entry in entries)
        {
            json.WritePropertyName(Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!);
            Write(json, entry.Value);
        }

        json.WriteEndObject();
    }
}
