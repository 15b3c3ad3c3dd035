using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Lake.Definition;

namespace Sluice.Lake.Reading;

/// <summary>Reads a Table Dialect. Properties for other formats than delimited text, and those of older versions, are ignored.</summary>
internal static class DialectReader
{
    private const int MostRows = 10_000;

    /// <summary>The dialect of an object. Invalid properties are reported and get their default.</summary>
    public static CsvDialect Read(DescriptorNode node)
    {
        SluiceProperties.Check(node, "dialect");
        var isQuoted = node.Find("quoteChar")?.RawText != "\"\"";
        var quote = isQuoted ? ReadChar(node, "quoteChar", orElse: ", or '' for no quotes") : null;
        var escape = ReadChar(node, "escapeChar");
        var doubleQuote = node.Find("doubleQuote")?.AsFlag("'doubleQuote'") ?? true;
        var dialect = new CsvDialect
        {
            Delimiter = ReadDelimiter(node) ?? CsvDialect.Default.Delimiter,
            LineTerminator = ReadText(node, "lineTerminator"),

            // The standard calls quoteChar and escapeChar exclusive, yet quoteChar has a default. Programs that write escapes use both, so
            // both apply.
            QuoteChar = isQuoted ? quote ?? CsvDialect.Default.QuoteChar : null,

            // A quote that escapes a quote means doubled quotes.
            EscapeChar = escape == CsvDialect.Default.QuoteChar && isQuoted && quote is null && doubleQuote ? null : escape,
            DoubleQuote = doubleQuote,
            NullSequence = node.Find("nullSequence")?.AsString("'nullSequence'"),
            CommentChar = ReadText(node, "commentChar"),
            SkipInitialSpace = node.Find("skipInitialSpace")?.AsFlag("'skipInitialSpace'") ?? false,
            Header = node.Find("header")?.AsFlag("'header'") ?? true,
            HeaderRows = ReadRows(node, "headerRows") is { Count: > 0 } rows and not [1] ? rows : CsvDialect.Default.HeaderRows,
            HeaderJoin = node.Find("headerJoin")?.AsString("'headerJoin'") ?? CsvDialect.Default.HeaderJoin,
            CommentRows = ReadRows(node, "commentRows") is { Count: > 0 } comments ? comments : CsvDialect.Default.CommentRows,
        };
        CheckTogether(node, dialect);
        return dialect;
    }

    private static void CheckTogether(DescriptorNode node, CsvDialect dialect)
    {
        var texts = new (string Name, string What, string? Text)[]
        {
            ("delimiter", "delimiter", dialect.Delimiter),
            ("quoteChar", "quote character", dialect.QuoteChar),
            ("escapeChar", "escape character", dialect.EscapeChar),
            ("commentChar", "comment character", dialect.CommentChar),
            ("lineTerminator", "line terminator", dialect.LineTerminator),
        };
        for (var i = 0; i < texts.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (texts[i].Text is { } one && texts[j].Text is { } other && one == other)
                {
                    (node.Find(texts[i].Name) ?? node.Find(texts[j].Name) ?? node).Error(
                        $"The {texts[j].What} and the {texts[i].What} must differ.");
                    return;
                }
            }
        }

        if (dialect is { Delimiter: { } delimiter, LineTerminator: { } terminator }
            && (terminator.StartsWith(delimiter, StringComparison.Ordinal) || delimiter.StartsWith(terminator, StringComparison.Ordinal)))
        {
            node.Error("lineTerminator", "The delimiter and the line terminator must not begin with each other.");
        }

        if (dialect.Header && dialect.CommentRows.Intersect(dialect.HeaderRows).FirstOrDefault() is > 0 and var row)
        {
            node.Error("commentRows", $"Row {row} cannot be a row of the header and a comment.");
        }
    }

    private static string? ReadDelimiter(DescriptorNode parent)
    {
        if (ReadText(parent, "delimiter") is not { } text)
        {
            return null;
        }

        // A single letter or digit occurs in most values. A longer text can be a delimiter.
        if ((text.Length > 1 || !char.IsAsciiLetterOrDigit(text[0])) && !text.Any(c => c is '\r' or '\n' or '\0'))
        {
            return text;
        }

        parent.Find("delimiter")!.Error($"'delimiter' must have no line break and must not be a single letter or digit, but is '{text}'.");
        return null;
    }

    private static string? ReadText(DescriptorNode parent, string name)
    {
        if (parent.Find(name) is not { } node || node.AsString($"'{name}'") is not { } text)
        {
            return null;
        }

        if (text.Length > 0)
        {
            return text;
        }

        node.Error($"'{name}' must not be empty.");
        return null;
    }

    private static string? ReadChar(DescriptorNode parent, string name, string orElse = "")
    {
        if (parent.Find(name) is not { } node)
        {
            return null;
        }

        if (node.Kind == JsonValueKind.Null)
        {
            node.Error($"'{name}' must be one character{orElse}, but is null.");
            return null;
        }

        if (node.AsString($"'{name}'") is not { } text)
        {
            return null;
        }

        if (text.Length > 0 && Rune.TryGetRuneAt(text, 0, out var rune) && rune.Utf16SequenceLength == text.Length
            && !Rune.IsLetterOrDigit(rune) && !Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune))
        {
            return text;
        }

        node.Error($"'{name}' must be one character, but not a letter, digit, white space or line break{orElse}, but is '{text}'.");
        return null;
    }

    private static List<int>? ReadRows(DescriptorNode parent, string name)
    {
        if (parent.Find(name) is not { } node)
        {
            return null;
        }

        if (node.Kind != JsonValueKind.Array)
        {
            node.Error($"'{name}' must be an array of row numbers from 1, but is {node.Describe()}.");
            return null;
        }

        var rows = new List<int>();
        foreach (var item in node.Items)
        {
            if (item.Kind == JsonValueKind.Number
                && int.TryParse(item.RawText, NumberStyles.None, CultureInfo.InvariantCulture, out var row) && row is >= 1 and <= MostRows)
            {
                rows.Add(row);
            }
            else
            {
                item.Error($"A row of '{name}' must be a whole number from 1 to {MostRows}, but is {item.Describe()}.");
            }
        }

        return [.. rows.Distinct().Order()];
    }
}
