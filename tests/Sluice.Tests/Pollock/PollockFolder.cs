using Sluice.Benchmarks.Pollock;

namespace Sluice.Tests.Pollock;

/// <summary>A small benchmark with the names and folders of the real one, and other data.</summary>
public sealed class PollockFolder : IDisposable
{
    private const string Header = "id,name";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-pollock-");

    public PollockFolder()
    {
        foreach (var name in (string[])["csv", "clean", "parameters"])
        {
            folder.CreateSubdirectory(name);
        }
    }

    public string Path => folder.FullName;

    /// <summary>Adds a file. All rows of its clean file are quoted, as the benchmark writes them.</summary>
    public PollockFolder Add(
        string name, string csv, string clean, string delimiter = ",", string quote = "\"", string escape = "\"", int header = 1,
        int preamble = 0)
    {
        File.WriteAllText(System.IO.Path.Combine(Path, "csv", name), csv);
        File.WriteAllText(System.IO.Path.Combine(Path, "clean", name), clean);
        var names = header > 0 ? "\"id\",\"name\"" : "";
        File.WriteAllText(System.IO.Path.Combine(Path, "parameters", $"{name}_parameters.json"), $$"""
            {
              "encoding": "ascii", "delimiter": "{{Json(delimiter)}}", "quotechar": "{{Json(quote)}}", "escapechar": "{{Json(escape)}}",
              "row_delimiter": "\r\n", "header_lines": {{header}}, "preamble_lines": {{preamble}}, "footnote_lines": 0,
              "column_names": [{{names}}], "n_columns": 2
            }
            """);
        return this;
    }

    /// <summary>Adds a file whose clean file has a header and these rows, two cells each.</summary>
    internal PollutedFile AddRows(string name, string[] lines, params string[] cleanLines)
    {
        Add(name, Text([Header, .. lines]), Text([Header, .. cleanLines]));
        return Files(name).Single();
    }

    internal IEnumerable<PollutedFile> Files(string pattern = "*") => PollutedFile.In(Path, pattern);

    public void Dispose() => folder.Delete(recursive: true);

    private static string Text(string[] lines) => string.Concat(lines.Select(l => $"{l}\r\n"));

    private static string Json(string text) => System.Text.Json.JsonEncodedText.Encode(text).Value;
}
