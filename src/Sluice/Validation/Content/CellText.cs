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

        var cell = new StringBuilder();
        foreach (var c in text)
        {
            var isPlain = (char.IsLetterOrDigit(c) || c == ' ' || c > 0x7F) && !delimiter.Contains(c)
                && dialect.LineTerminator?.Contains(c) != true;
            cell.Append(isPlain ? "" : dialect.EscapeChar).Append(c);
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
