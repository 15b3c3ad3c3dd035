using System.Text;
using System.Text.Json;
using CsvHelper;
using Sluice.Local.Asking;
using Sluice.Local.Terminal;
using Spectre.Console;

namespace Sluice.Local.Commands;

/// <summary>Writes rows to standard output. CSV and JSON are streamed, so any number of rows needs little memory.</summary>
/// <param name="output">Standard output.</param>
internal sealed class RowsWriter(TextWriter output)
{
    // More rows do not fit into a terminal.
    private const int MostShown = 1000;

    /// <summary>Writes all rows.</summary>
    /// <exception cref="CommandException">The rows end with an error.</exception>
    public Task WriteAsync(LakeRows rows, RowsFormat format) => format switch
    {
        RowsFormat.Csv => WriteCsvAsync(rows),
        RowsFormat.Json => WriteJsonAsync(rows),
        _ => WriteTableAsync(rows),
    };

    private static async Task WriteTableAsync(LakeRows rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        var (count, shown) = (0L, new List<JsonElement[]>());
        await foreach (var row in rows.Rows)
        {
            if (++count <= MostShown)
            {
                shown.Add(row);
            }
        }

        for (var i = 0; i < rows.Columns.Count; i++)
        {
            var values = shown.Select(r => r[i].ValueKind).Where(k => k != JsonValueKind.Null).Distinct().ToList();
            table.AddColumn(Markup.Escape(rows.Columns[i]), c => _ = values is [JsonValueKind.Number] ? c.RightAligned() : c);
        }

        foreach (var row in shown)
        {
            table.AddRow([.. row.Select(v => v.ValueKind == JsonValueKind.Null ? "[dim]null[/]" : Markup.Escape(Text(v)))]);
        }

        if (rows.Columns.Count > 0)
        {
            AnsiConsole.Write(table);
        }

        AnsiConsole.WriteLine(count == 1 ? "1 row" : $"{Show.Number(count)} rows");
        if (count > MostShown)
        {
            AnsiConsole.WriteLine($"The table has the first {Show.Number(MostShown)}. --csv and --json write all.");
        }
    }

    private async Task WriteCsvAsync(LakeRows rows)
    {
        await using var csv = CsvWriter.Create(output, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        if (rows.Columns.Count == 0)
        {
            return;
        }

        foreach (var column in rows.Columns)
        {
            csv.WriteField(column);
        }

        await csv.EndRecordAsync();
        await foreach (var row in rows.Rows)
        {
            foreach (var value in row)
            {
                // An empty text is quoted, so that it is not no value.
                if (value is { ValueKind: JsonValueKind.String } && value.GetString() is "")
                {
                    csv.WriteField("", CsvQuoting.Always);
                }
                else
                {
                    csv.WriteField(Text(value));
                }
            }

            await csv.EndRecordAsync();
        }
    }

    private async Task WriteJsonAsync(LakeRows rows)
    {
        using var buffer = new MemoryStream();
        await using var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var separator = "[";
        await foreach (var row in rows.Rows)
        {
            json.WriteStartObject();
            for (var i = 0; i < row.Length; i++)
            {
                json.WritePropertyName(rows.Columns[i]);
                row[i].WriteTo(json);
            }

            json.WriteEndObject();
            await json.FlushAsync();
            await output.WriteAsync(separator);
            await output.WriteAsync(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
            json.Reset();
            buffer.SetLength(0);
            separator = ",\n";
        }

        await output.WriteLineAsync(separator == "[" ? "[]" : "]");
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}
