using System.Text;
using Sluice.Lake.Definition;

namespace Sluice.Validation.Dialects;

/// <summary>
/// The ways in which the rest of a dialect can differ, once its delimiter and its header are found. A way is proposed only if the text has
/// a sign of it.
/// </summary>
internal static class DialectVariants
{
    /// <summary>The delimiters that files are written with.</summary>
    public static IReadOnlyList<string> Delimiters { get; } =
        [",", ";", "\t", "|", ", ", ":", "^", "~", "#", "\u0001", "||", " ", CsvDialect.NoDelimiter];

    /// <summary>The marks that lines of comments begin with.</summary>
    public static string[] Comments { get; } = ["#", "//"];

    // Delimiters of database dumps, where a quote can be an ordinary character.
    private static readonly string[] DumpDelimiters = ["\t", "|", "\u0001"];

    /// <summary>Whether a delimiter is one of database dumps.</summary>
    public static bool IsOfDumps(string delimiter) => DumpDelimiters.Contains(delimiter);

    /// <summary>The dialects that differ from one in a single way.</summary>
    /// <param name="dialect">The dialect; it has a delimiter.</param>
    /// <param name="text">The start of the file.</param>
    public static IEnumerable<CsvDialect> Of(CsvDialect dialect, ReadOnlyMemory<byte> text)
    {
        var delimiter = dialect.Delimiter!;
        if (dialect.NullSequence is null && Has(CsvDialect.NullOfDumps, text))
        {
            yield return dialect with { NullSequence = CsvDialect.NullOfDumps };
        }

        if (dialect.QuoteChar != "'" && delimiter != CsvDialect.NoDelimiter && HasStart("'", text, delimiter))
        {
            yield return dialect with { QuoteChar = "'" };
        }

        if (dialect.EscapeChar is null && dialect.QuoteChar is { } quote && Has($"\\{quote}", text))
        {
            // Programs that write such escapes have one for no value too.
            yield return dialect with { EscapeChar = "\\", NullSequence = dialect.NullSequence ?? CsvDialect.NullOfDumps };
        }

        if (!dialect.SkipInitialSpace && delimiter != " " && dialect.QuoteChar is { } late && Has($"{delimiter} {late}", text))
        {
            yield return dialect with { SkipInitialSpace = true };
        }

        foreach (var mark in Comments.Where(m => dialect.CommentChar is null && m != delimiter && HasLine(m, text)))
        {
            yield return dialect with { CommentChar = mark };
        }

        if (dialect.QuoteChar is { } quoted && (IsOfDumps(delimiter) || delimiter == CsvDialect.NoDelimiter) && Has(quoted, text))
        {
            yield return dialect with { QuoteChar = null };
        }

        if (dialect.LineTerminator is null && FindTerminator(text.Span) is { } terminator)
        {
            yield return dialect with { LineTerminator = terminator };
        }
    }

    /// <summary>Whether a field of the text begins with a mark.</summary>
    public static bool HasStart(string mark, ReadOnlyMemory<byte> text, string delimiter) =>
        Has($"{delimiter}{mark}", text) || HasLine(mark, text);

    private static bool HasLine(string mark, ReadOnlyMemory<byte> text) =>
        text.Span.StartsWith(Encoding.UTF8.GetBytes(mark)) || Has($"\n{mark}", text) || Has($"\r{mark}", text);

    private static bool Has(string sign, ReadOnlyMemory<byte> text) => text.Span.IndexOf(Encoding.UTF8.GetBytes(sign)) >= 0;

    /// <summary>The line break of the first line, if the text also has another kind, which may then be within texts.</summary>
    public static string? FindTerminator(ReadOnlySpan<byte> text)
    {
        var first = FindBreak(text);
        if (first < 0 || first + 1 == text.Length)
        {
            return null;
        }

        var terminator = text[first] == '\n' ? "\n" : text[first + 1] == '\n' ? "\r\n" : "\r";
        var ends = text.Count(Encoding.ASCII.GetBytes(terminator));
        return text.Count((byte)'\r') + text.Count((byte)'\n') > ends * terminator.Length ? terminator : null;
    }

    // A line break after an odd number of quotes is within a text.
    private static int FindBreak(ReadOnlySpan<byte> text)
    {
        var isQuoted = false;
        for (var at = 0; at < text.Length; at++)
        {
            isQuoted ^= text[at] == '"';
            if (!isQuoted && text[at] is (byte)'\r' or (byte)'\n')
            {
                return at;
            }
        }

        return text.IndexOfAny((byte)'\r', (byte)'\n');
    }
}
