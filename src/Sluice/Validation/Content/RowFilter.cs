using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Lake.Definition;
using Sluice.Text;
using Sluice.Validation.Parsing;

namespace Sluice.Validation.Content;

/// <summary>
/// Tells records that are no rows: those of nothing but delimiters, lines below the header, repeated headers (of files that were glued),
/// comments, and the footer.
/// </summary>
internal sealed class RowFilter
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    private readonly SearchValues<byte> nothing;
    private readonly SearchValues<byte> rules;
    private readonly ByteSet names;
    private readonly string[] sorted;
    private readonly byte[]? comment;
    private readonly int width;
    private readonly byte delimiter;
    private readonly byte[][][] headers;
    private readonly Regex? footer;

    /// <summary>Creates a filter.</summary>
    /// <param name="dialect">The dialect of the file; it has a delimiter. Records that begin with its comment mark are no rows if they do
    /// not have as many values as the header.</param>
    /// <param name="headers">The rows of the header.</param>
    /// <param name="footer">The pattern of the first line of the footer, or <see langword="null"/>.</param>
    public RowFilter(CsvDialect dialect, IReadOnlyList<IReadOnlyList<string>> headers, string? footer)
    {
        var bytes = Encoding.UTF8.GetBytes(dialect.Delimiter!);
        delimiter = bytes[0];
        nothing = SearchValues.Create([.. bytes, (byte)' ', (byte)'\t']);
        rules = SearchValues.Create([.. bytes, .. "-=+:| \t"u8]);

        // In a file of one column, the header can be a value too.
        this.headers = [.. headers.Where(h => h.Count > 1).Select(h => h.Select(Encoding.UTF8.GetBytes).ToArray())];
        comment = dialect.CommentChar is { } mark ? Encoding.UTF8.GetBytes(mark) : null;
        width = headers is [.., var last] ? last.Count : 0;

        // Only a header of one row can be told from rows.
        sorted = headers is [{ Count: > 1 } only] ? [.. only.Order(StringComparer.Ordinal)] : [];
        names = new ByteSet(this.headers.SelectMany(h => h).Select(Encoding.UTF8.GetString));
        this.footer = footer is null ? null : TextPattern.Create(footer);
    }

    /// <summary>Whether the current record is no row.</summary>
    public bool IsNoRow(RecordParser parser)
    {
        var raw = parser.RawRecord;
        return IsNothing(raw) || IsHeader(parser) || (comment is not null && IsComment(parser)) || IsRule(raw);
    }

    /// <summary>
    /// Whether the current record has the names of the header in another order, as where files with other columns were put together.
    /// </summary>
    public bool IsOtherHeader(RecordParser parser) =>
        sorted.Length > 1 && parser.FieldCount == sorted.Length && StartsLikeHeader(parser.GetSpan(0)) && !IsHeader(parser)
        && parser.ReadTexts().Order(StringComparer.Ordinal).SequenceEqual(sorted);

    private bool IsComment(RecordParser parser) =>
        parser.RawRecord.StartsWith(comment) && parser.FieldCount != width;

    // Tools for terminals underline the header.
    private bool IsRule(ReadOnlySpan<byte> raw) =>
        raw.Length > 2 && rules.Contains(raw[0]) && raw.Contains(delimiter) && raw.IndexOf("---"u8) >= 0 && raw.IndexOfAnyExcept(rules) < 0;

    /// <summary>Whether the footer begins with the current record or line.</summary>
    public bool IsFooter(RecordParser parser) => footer?.IsMatch(Encoding.UTF8.GetString(parser.RawRecord)) == true;

    private bool IsNothing(ReadOnlySpan<byte> raw) =>
        raw.Length > 0 && nothing.Contains(raw[0]) && raw.IndexOfAnyExcept(nothing) < 0 && raw.Contains(delimiter);

    /// <summary>Whether the current record repeats the header.</summary>
    public bool IsHeader(RecordParser parser)
    {
        if (!StartsLikeHeader(parser.GetSpan(0)))
        {
            return false;
        }

        foreach (var header in headers)
        {
            if (parser.FieldCount >= header.Length && IsFirst(parser.GetSpan(0), header[0]) && IsRest(parser, header))
            {
                return true;
            }
        }

        return false;
    }

    // Nearly all rows are told from headers by the length of their first value.
    private bool StartsLikeHeader(ReadOnlySpan<byte> text) => names.Contains(text) || text is [0xEF, ..];

    // Each of the files can have begun with a byte order mark.
    private static bool IsFirst(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name) =>
        text.SequenceEqual(name) || (text.StartsWith(Mark) && text[Mark.Length..].Trim((byte)'"').SequenceEqual(name));

    private static bool IsRest(RecordParser parser, byte[][] names)
    {
        for (var i = 1; i < parser.FieldCount; i++)
        {
            if (!parser.GetSpan(i).SequenceEqual(i < names.Length ? names[i] : []))
            {
                return false;
            }
        }

        return true;
    }
}
