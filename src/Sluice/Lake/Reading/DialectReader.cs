using System.Text.Json;

namespace Sluice.Lake.Reading;

/// <summary>Reads a Table Dialect.</summary>
internal static class DialectReader
{
    // Of the standard, but not to be had other than so; 'headerJoin' has no meaning with one header row.
    private static readonly Dictionary<string, string[]> Fixed = new()
    {
        ["header"] = ["true"],
        ["headerRows"] = ["[1]"],
        ["doubleQuote"] = ["true"],
        ["lineTerminator"] = ["\"\\r\\n\"", "\"\\n\""],
        ["commentRows"] = [],
        ["escapeChar"] = [],
        ["nullSequence"] = [],
    };

    /// <summary>The dialect of an object; properties at fault have their default.</summary>
    public static Dialect Read(DescriptorNode node)
    {
        SluiceProperties.Check(node, "dialect");
        foreach (var (name, values) in Fixed)
        {
            CheckFixed(node, name, values);
        }

        var dialect = new Dialect
        {
            Delimiter = ReadChar(node, "delimiter") ?? Dialect.Default.Delimiter,
            QuoteChar = ReadChar(node, "quoteChar") ?? Dialect.Default.QuoteChar,
            CommentChar = ReadChar(node, "commentChar"),
            SkipInitialSpace = node.Find("skipInitialSpace")?.AsFlag("'skipInitialSpace'") ?? false,
        };
        if (dialect.Delimiter == dialect.QuoteChar)
        {
            (node.Find("quoteChar") ?? node).Error("The delimiter and the quote character must differ.");
        }

        if (dialect.CommentChar is { } comment && (comment == dialect.Delimiter || comment == dialect.QuoteChar))
        {
            node.Find("commentChar")!.Error("The comment character must differ from the delimiter and the quote character.");
        }

        return dialect;
    }

    private static void CheckFixed(DescriptorNode node, string name, string[] values)
    {
        if (node.Find(name) is not { } property)
        {
            return;
        }

        var text = property.Kind is JsonValueKind.Array or JsonValueKind.String
            ? string.Concat(property.RawText.Where(c => c is not (' ' or '\n' or '\r' or '\t')))
            : property.RawText;
        if (!values.Contains(text))
        {
            property.Error(values.Length == 0
                ? $"'{name}' is not supported: leave it out."
                : $"'{name}' must be {string.Join(" or ", values)}, or left out: other values are not supported.");
        }
    }

    private static char? ReadChar(DescriptorNode parent, string name)
    {
        if (parent.Find(name) is not { } node || node.AsString($"'{name}'") is not { } text)
        {
            return null;
        }

        // A letter or digit is part of values everywhere; of the control characters only the tab separates fields, or means anything.
        if (text is [var c] && ((c is > ' ' and <= '~' && !char.IsAsciiLetterOrDigit(c)) || (name == "delimiter" && c is ' ' or '\t')))
        {
            return c;
        }

        node.Error($"'{name}' must be one ASCII character that is no letter, digit or line break, but is '{text}'.");
        return null;
    }
}
