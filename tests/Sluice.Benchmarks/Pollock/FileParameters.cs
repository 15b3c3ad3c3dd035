using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Benchmarks.Pollock;

/// <summary>The parameters file of the benchmark: how a file is to be loaded. A text that its file does not have is empty.</summary>
/// <param name="Encoding">The name of the encoding.</param>
/// <param name="Delimiter">The field separator.</param>
/// <param name="QuoteChar">The quote character.</param>
/// <param name="EscapeChar">The character before a quote within quotes; usually the quote itself.</param>
/// <param name="HeaderLines">The lines of the header.</param>
/// <param name="PreambleLines">The lines before the header.</param>
/// <param name="ColumnNames">The names of the columns; none if the file has no header.</param>
/// <param name="ColumnCount">The number of columns; 0 if the file has no data rows.</param>
internal sealed record FileParameters(
    [property: JsonPropertyName("encoding")] string Encoding,
    [property: JsonPropertyName("delimiter")] string Delimiter,
    [property: JsonPropertyName("quotechar")] string QuoteChar,
    [property: JsonPropertyName("escapechar")] string EscapeChar,
    [property: JsonPropertyName("header_lines")] int HeaderLines,
    [property: JsonPropertyName("preamble_lines")] int PreambleLines,
    [property: JsonPropertyName("column_names")] IReadOnlyList<string> ColumnNames,
    [property: JsonPropertyName("n_columns")] int ColumnCount)
{
    /// <summary>
    /// The names of the fields. If there are none, they are numbered as the benchmark does it for other systems, and there is at least one.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<string> FieldNames => ColumnNames.Count > 0
        ? [.. ColumnNames.Select(n => n.Trim())]
        : [.. Enumerable.Range(0, Math.Max(1, ColumnCount)).Select(i => $"col_{i}")];

    /// <summary>Reads a parameters file.</summary>
    public static FileParameters Read(string path)
    {
        using var stream = File.OpenRead(path);
        return JsonSerializer.Deserialize<FileParameters>(stream)
            ?? throw new InvalidDataException($"{path} has no parameters.");
    }
}
