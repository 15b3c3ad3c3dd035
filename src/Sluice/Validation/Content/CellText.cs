using System.Text;
using Sluice.Lake;

namespace Sluice.Validation.Content;

/// <summary>Writes a text as a cell of a file, as its dialect has it.</summary>
internal static class CellText
{
    /// <summary>
    /// A cell that reads back as the text. In a dialect with neither quotes nor escapes it has spaces where the text has delimiters and
    /// line breaks; in one with quotes that cannot be in a text, apostrophes for them.
    /// </summary>
    public static string Write(string text, Dialect dialect, string delimiter)
    {
        if (dialect.QuoteChar is { } quote)
        {
            // The parser takes a doubled quote in quotes for one, whatever else is in the text.
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
