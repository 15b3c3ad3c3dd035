namespace Sluice;

/// <summary>A table of a document.</summary>
/// <param name="Heading">The heading above it, without its marks.</param>
/// <param name="Columns">The head.</param>
/// <param name="Rows">The cells of the other rows.</param>
public sealed record PageTable(string Heading, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The tables of a document.</summary>
    /// <param name="document">Its path in the repository.</param>
    public static IEnumerable<PageTable> Of(string document)
    {
        var (heading, lines) = ("", new List<IReadOnlyList<string>>());
        foreach (var line in File.ReadLines(RepositoryRoot.Of(document.Split('/'))).Append(""))
        {
            if (line.StartsWith('|'))
            {
                lines.Add(line[1..^1].Split('|', StringSplitOptions.TrimEntries));
                continue;
            }

            if (lines is [var columns, _, .. var rows])
            {
                yield return new PageTable(heading, columns, rows);
                lines = [];
            }

            heading = line.StartsWith('#') ? line.TrimStart('#').Trim() : heading;
        }
    }

    /// <summary>The texts in backticks in a cell.</summary>
    public static IReadOnlyList<string> Spans(string cell) => [.. cell.Split('`').Where((_, i) => i % 2 == 1)];
}
