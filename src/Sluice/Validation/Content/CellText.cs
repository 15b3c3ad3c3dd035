using System.Text;
using Sluice.Lake.Definition;

namespace Sluice.Validation.Content;

/// <summary>Writes a text as a cell of a file, in its dialect.</summary>
internal static class CellText
{
    /// <summary>
    /// A cell that reads back as the text. Two dialects cannot represent every text: without quotes and escapes, spaces replace delimiters
    /// and line breaks; without a way to write a quote within quotes, apostrophes replace quotes.
    /// </summary>
    public static string Write(string text, CsvDialect dialect, string delimiter)
    {
        if (dialect.QuoteChar is { } quote)
        {
            // The parser reads a doubled quote within quotes as one, whatever surrounds it.
            var within = dialect.DoubleQuote ? quote + quote : dialect.EscapeChar is { } escape ? escape + quote : "\u2019";
            text = dialect.EscapeChar is { } other ? text.Replace(other, other + other, StringComparison.Ordinal) : text;
            return $"{quote}{text.Replace(quote, within, StringComparison.Ordinal)}{quote}";
        }

        // The first character of each mark: a longer delimiter is none without it.
        var breaks = dialect.LineTerminator is { } terminator ? terminator[..1] : "\r\n";
        var marks = $"{delimiter[0]}{breaks}{dialect.EscapeChar}{dialect.CommentChar?[0]}{(dialect.SkipInitialSpace ? " " : "")}";
        var cell = new StringBuilder();
        foreach (var c in text)
        {
            cell.Append(marks.Contains(c) ? dialect.EscapeChar : "").Append(c);
        }

        if (dialect.EscapeChar is null)
        {
            foreach (var mark in (string[])[delimiter, dialect.LineTerminator ?? "\n", "\r", "\n"])
            {
                cell.Replace(mark, mark == " " ? "_" : " ");
            }
        }

        return cell.ToString();
    }
}
