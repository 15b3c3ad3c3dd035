using System.Text;

namespace Sluice.Benchmarks.Pollock;

/// <summary>
/// Reads one line by itself, apart from Sluice's parsers: what a file says, to judge what was read. No cell of the benchmark has a line
/// break.
/// </summary>
internal static class DelimitedLine
{
    /// <summary>The lines of a text, whichever way they end; the empty line after the last line break is none.</summary>
    public static string[] Split(string text)
    {
        var lines = text.Split(["\r\n", "\n", "\r"], StringSplitOptions.None);
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line, without its line break.</param>
    /// <param name="delimiter">The field separator; empty if there is none.</param>
    /// <param name="quote">The quote character; empty if there is none.</param>
    /// <param name="escape">The escape character; the quote itself if quotes are doubled; empty if there is none.</param>
    /// <returns>The cells, or <see langword="null"/> if the line is not well-formed: it has a quote that is not closed, or text after a
    /// closing quote. A quote within unquoted text is text.</returns>
    public static string[]? TryRead(string line, string delimiter, string quote, string escape)
    {
        var cells = new List<string>();
        for (var at = 0; ;)
        {
            var cell = IsAt(line, at, quote)
                ? ReadQuoted(line, ref at, quote, escape)
                : ReadPlain(line, ref at, delimiter, escape == quote ? "" : escape);
            if (cell is null)
            {
                return null;
            }

            cells.Add(cell);
            if (at == line.Length)
            {
                return [.. cells];
            }

            if (!IsAt(line, at, delimiter))
            {
                return null;
            }

            at += delimiter.Length;
        }
    }

    private static string? ReadQuoted(string line, ref int at, string quote, string escape)
    {
        var cell = new StringBuilder();
        for (at += quote.Length; at < line.Length; at++)
        {
            if (IsAt(line, at, escape) && (escape != quote || IsAt(line, at + 1, quote)) && at + 1 < line.Length)
            {
                cell.Append(line[++at]);
            }
            else if (IsAt(line, at, quote))
            {
                at++;
                return cell.ToString();
            }
            else
            {
                cell.Append(line[at]);
            }
        }

        return null;
    }

    private static string ReadPlain(string line, ref int at, string delimiter, string escape)
    {
        var cell = new StringBuilder();
        for (; at < line.Length && !IsAt(line, at, delimiter); at++)
        {
            if (IsAt(line, at, escape) && at + 1 < line.Length)
            {
                at++;
            }

            cell.Append(line[at]);
        }

        return cell.ToString();
    }

    private static bool IsAt(string line, int at, string text) =>
        text.Length > 0 && at <= line.Length && line.AsSpan(at).StartsWith(text, StringComparison.Ordinal);
}
