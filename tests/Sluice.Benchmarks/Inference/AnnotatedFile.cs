namespace Sluice.Benchmarks.Inference;

/// <summary>A file of the CSVsniffer repository, and how people have said that it is written.</summary>
/// <param name="Set">The name of its set.</param>
/// <param name="Path">The file.</param>
/// <param name="Delimiter">The field separator; empty if none was given.</param>
/// <param name="Quote">The quote character; empty if none was given.</param>
/// <param name="Escape">The escape character: the quote itself if quotes are doubled; empty if no quote is escaped.</param>
/// <param name="HeaderRows">The numbers of the rows that may be the header; 0 for no header.</param>
internal sealed record AnnotatedFile(
    string Set, string Path, string Delimiter, string Quote, string Escape, IReadOnlyList<int> HeaderRows)
{
    private static readonly (string Set, string Annotations, string Folder)[] Sets =
    [
        ("CSV", "Dialect_annotations.txt", "CSV"),
        ("CSV Wrangling", "CSV_Wrangling/data/github/Manual_Dialect_Annotation.txt", "CSV_Wrangling/data/github/Curated files"),
        ("W3C", "W3C-CSVW-Dialect_annotations.txt", "W3C-CSVW"),
    ];

    private static readonly Dictionary<string, string> Marks = new(StringComparer.Ordinal)
    {
        [""] = "",
        ["comma"] = ",",
        ["semicolon"] = ";",
        ["tab"] = "\t",
        ["vslash"] = "|",
        ["space"] = " ",
        ["nsign"] = "#",
        ["doublequote"] = "\"",
        ["singlequote"] = "'",
        ["backslash"] = "\\",
    };

    /// <summary>The name of the file.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Why a folder is not that of the repository, or <see langword="null"/> if it is.</summary>
    public static string? FaultOf(string folder) =>
        Array.Find(Sets, s => !File.Exists(System.IO.Path.Combine(folder, s.Annotations))) is { Annotations: { } missing }
            ? $"There is no {missing} in {folder}: it must be a checkout of github.com/ws-garcia/CSVsniffer." : null;

    /// <summary>All annotated files that are there. The repository's largest may not be.</summary>
    /// <param name="folder">The checkout.</param>
    public static IEnumerable<AnnotatedFile> In(string folder)
    {
        var headers = HeaderAnnotations.Read();
        foreach (var (set, annotations, files) in Sets)
        {
            // The first line is a remark, and the second has the names: file, encoding, delimiter, quote, escape, end of a line.
            foreach (var line in File.ReadLines(System.IO.Path.Combine(folder, annotations)).Where(l => l.Length > 0).Skip(2))
            {
                var cells = line.Split('|');
                var path = System.IO.Path.Combine(folder, files, cells[0]);
                if (File.Exists(path))
                {
                    yield return new(
                        set, path, Marks[cells[2]], Marks[cells[3]], Marks[cells[4]], headers.GetValueOrDefault((set, cells[0]), [1]));
                }
            }
        }
    }
}
