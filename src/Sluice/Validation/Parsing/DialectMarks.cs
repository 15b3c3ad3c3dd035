using System.Buffers;
using System.Text;
using Sluice.Lake.Definition;

namespace Sluice.Validation.Parsing;

/// <summary>The separators, quotes and escapes of a dialect, as the bytes in a file.</summary>
internal sealed class DialectMarks
{
    private readonly byte[] delimiter;
    private readonly byte[][] escapable;

    /// <summary>Encodes the characters of a dialect.</summary>
    /// <param name="dialect">The dialect.</param>
    /// <param name="delimiter">The field separator, given or detected.</param>
    public DialectMarks(CsvDialect dialect, string delimiter)
    {
        this.delimiter = Encoding.UTF8.GetBytes(delimiter);
        Terminator = dialect.LineTerminator is { } text ? Encoding.UTF8.GetBytes(text) : null;
        Quote = Encoding.UTF8.GetBytes(dialect.QuoteChar ?? "");
        Escape = Encoding.UTF8.GetBytes(dialect.EscapeChar ?? "");
        Comment = Encoding.UTF8.GetBytes(dialect.CommentChar ?? "");
        NullSequence = Encoding.UTF8.GetBytes(dialect.NullSequence ?? "");
        DoubleQuote = dialect.DoubleQuote;
        SkipInitialSpace = dialect.SkipInitialSpace;
        string?[] escapes =
            [delimiter, dialect.LineTerminator, dialect.QuoteChar, dialect.EscapeChar, dialect.CommentChar, SkipInitialSpace ? " " : null];
        escapable = [.. escapes.Select(FirstOf).Where(f => f.Length > 0)];
        var breaks = Terminator is null ? "\r\n"u8 : Terminator.AsSpan(0, 1);
        UnquotedStops = SearchValues.Create([this.delimiter[0], .. breaks, .. Escape.Take(1)]);
        QuotedStops = SearchValues.Create([.. Quote.Take(1), .. Escape.Take(1)]);
        QuotedStopsAndBreaks = SearchValues.Create([.. breaks, .. Quote.Take(1), .. Escape.Take(1)]);
        Reach = (2 * new[] { this.delimiter, Terminator ?? [], Quote, Escape }.Max(m => m.Length)) + 2;
    }

    /// <summary>What ends a record; <see langword="null"/> for CR LF, LF or CR.</summary>
    public byte[]? Terminator { get; }

    /// <summary>The quote; empty for none.</summary>
    public byte[] Quote { get; }

    /// <summary>The escape character; empty for none.</summary>
    public byte[] Escape { get; }

    /// <summary>What a comment starts with; empty for none.</summary>
    public byte[] Comment { get; }

    /// <summary>The text of a field without a value; empty for none.</summary>
    public byte[] NullSequence { get; }

    /// <summary>Whether two quotes within quotes stand for one.</summary>
    public bool DoubleQuote { get; }

    /// <summary>Whether spaces after a delimiter are ignored.</summary>
    public bool SkipInitialSpace { get; }

    /// <summary>The bytes at which a scan outside quotes must stop; all others are text.</summary>
    public SearchValues<byte> UnquotedStops { get; }

    /// <summary>The bytes at which a scan within quotes must stop; all others are text.</summary>
    public SearchValues<byte> QuotedStops { get; }

    /// <summary><see cref="QuotedStops"/> and the first bytes of line breaks.</summary>
    public SearchValues<byte> QuotedStopsAndBreaks { get; }

    /// <summary>The lookahead in bytes: as many decide, at any place, which token is there.</summary>
    public int Reach { get; }

    /// <summary>Finds the first line break of some bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="isLast">Whether nothing comes after them.</param>
    /// <param name="at">The index at which it begins; if there is none, the number of bytes that cannot be part of one.</param>
    /// <param name="length">Its bytes.</param>
    /// <returns>Whether there is one whose end is known.</returns>
    public bool TryFindBreak(ReadOnlySpan<byte> bytes, bool isLast, out int at, out int length)
    {
        length = 0;
        at = Terminator is null ? bytes.IndexOfAny((byte)'\r', (byte)'\n') : bytes.IndexOf(Terminator);
        if (at < 0)
        {
            at = isLast || Terminator is null ? bytes.Length : Math.Max(0, bytes.Length - Terminator.Length + 1);
            return false;
        }

        return StopAt(bytes[at..], isLast, out length) == Stop.Record;
    }

    /// <summary>Whether an escape character before this text escapes it: it begins with the first character of a mark.</summary>
    public bool IsEscapable(ReadOnlySpan<byte> text) => FindEscapable(text, static (rest, first) => rest.StartsWith(first));

    /// <summary>Whether the text, which ends with the buffer, can become such a text.</summary>
    public bool MayBecomeEscapable(ReadOnlySpan<byte> text) => FindEscapable(text, static (rest, first) => Begins(first, rest));

    private bool FindEscapable(ReadOnlySpan<byte> text, Func<ReadOnlySpan<byte>, byte[], bool> matches)
    {
        foreach (var first in escapable)
        {
            if (matches(text, first))
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] FirstOf(string? mark) =>
        mark is { Length: > 0 } && Rune.TryGetRuneAt(mark, 0, out var rune) ? Encoding.UTF8.GetBytes(rune.ToString()) : [];

    /// <summary>Whether the rest of a buffer is the start of a mark, but not all of it.</summary>
    public static bool Begins(byte[] mark, ReadOnlySpan<byte> rest) => rest.Length < mark.Length && mark.AsSpan().StartsWith(rest);

    /// <summary>Finds what is at a place: the end of a field, the end of a record, or text.</summary>
    /// <param name="rest">The bytes from there on.</param>
    /// <param name="isLast">Whether nothing comes after them.</param>
    /// <param name="length">The bytes of the separator.</param>
    public Stop StopAt(ReadOnlySpan<byte> rest, bool isLast, out int length)
    {
        length = 0;
        if (rest.Length == 0)
        {
            return isLast ? Stop.Record : Stop.More;
        }

        if (rest[0] == delimiter[0] && rest.StartsWith(delimiter))
        {
            length = delimiter.Length;
            return Stop.Delimiter;
        }

        if (Terminator is null ? rest[0] == '\n' : rest.StartsWith(Terminator))
        {
            length = Terminator?.Length ?? 1;
            return Stop.Record;
        }

        if (Terminator is null && rest[0] == '\r')
        {
            length = rest.Length > 1 && rest[1] == '\n' ? 2 : 1;
            return rest.Length > 1 || isLast ? Stop.Record : Stop.More;
        }

        // The end of the buffer may split a separator.
        return !isLast && (Begins(delimiter, rest) || (Terminator is not null && Begins(Terminator, rest))) ? Stop.More : Stop.None;
    }
}
