using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Rows;
using Sluice.Validation.Content;
using Sluice.Validation.Parsing;

namespace Sluice.Validation.Rows;

/// <summary>Writes the values of columns that are no fields as JSON: an object of headers and texts, without empty texts.</summary>
internal sealed class ExtraColumns : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly (int Index, JsonEncodedText Name)[] columns;
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter json;

    /// <summary>Creates the writer.</summary>
    /// <param name="columns">The columns.</param>
    public ExtraColumns(IReadOnlyList<NewColumn> columns)
    {
        this.columns = [.. columns.Select(c => (c.Index, JsonEncodedText.Encode(c.Name, Options.Encoder)))];
        Indexes = [.. columns.Select(c => c.Index)];
        json = new Utf8JsonWriter(buffer, Options);
    }

    /// <summary>The indexes of the columns in the file.</summary>
    public IReadOnlyList<int> Indexes { get; }

    /// <summary>Sets a row to the values of the current record, which are valid UTF-8; to no value if all are empty.</summary>
    public void Fill(RecordParser parser, Column column, int row)
    {
        var isEmpty = true;
        foreach (var (index, name) in columns)
        {
            if (index >= parser.FieldCount || parser.GetSpan(index) is not { IsEmpty: false } text)
            {
                continue;
            }

            if (isEmpty)
            {
                buffer.ResetWrittenCount();
                json.Reset();
                json.WriteStartObject();
                isEmpty = false;
            }

            json.WriteString(name, text);
        }

        if (isEmpty)
        {
            column.SetNull(row);
            return;
        }

        json.WriteEndObject();
        json.Flush();
        ((TextColumn)column).Set(row, buffer.WrittenSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => json.Dispose();
}
