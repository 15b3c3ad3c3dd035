namespace Sluice.Lake.Definition;

/// <summary>How the CSV files of a dataset are written (datapackage.org, Table Dialect v2).</summary>
public sealed record CsvDialect
{
    private static readonly IReadOnlyList<int> FirstRow = [1];
    private static readonly IReadOnlyList<int> NoRows = [];

    /// <summary>The text that dumps of databases have for no value.</summary>
    public const string NullOfDumps = "\\N";

    /// <summary>A delimiter that no text contains, the unit separator: for files of one column.</summary>
    public const string NoDelimiter = "\u001F";

    /// <summary>The dialect of the standard's defaults.</summary>
    public static CsvDialect Default { get; } = new();

    /// <summary>The dialect of a dataset that gives none: each file has its own, which is chosen by the schema.</summary>
    public static CsvDialect Open { get; } = Default with { Delimiter = null, IsOpen = true };

    /// <summary>Whether the dialect of each file is chosen by the schema. The other properties are only where the search begins.</summary>
    public bool IsOpen { get; init; }

    /// <summary>
    /// The delimiter between two fields, one character or more. <see langword="null"/> means: detect comma, semicolon, tab or pipe.
    /// </summary>
    public string? Delimiter { get; init; } = ",";

    /// <summary>
    /// The only text that ends a record. <see langword="null"/>, where the dialect names none, means CR LF, LF or CR, even mixed.
    /// </summary>
    public string? LineTerminator { get; init; }

    /// <summary>The quote character; <see langword="null"/> if the dialect has no quoting.</summary>
    public string? QuoteChar { get; init; } = "\"";

    /// <summary>Whether two quotes within a quoted field stand for one.</summary>
    public bool DoubleQuote { get; init; } = true;

    /// <summary>The character that makes the next one plain text, or <see langword="null"/>.</summary>
    public string? EscapeChar { get; init; }

    /// <summary>A field with this text has no value, in addition to the schema's missing values; <see langword="null"/> for none.</summary>
    public string? NullSequence { get; init; }

    /// <summary>Whether white space after a delimiter is ignored.</summary>
    public bool SkipInitialSpace { get; init; }

    /// <summary>Lines that start with this text are comments; <see langword="null"/> for none.</summary>
    public string? CommentChar { get; init; }

    /// <summary>Whether the file has a header; if not, its columns are the schema's fields in their order.</summary>
    public bool Header { get; init; } = true;

    /// <summary>
    /// The rows of the header, ascending, counted from 1 over all rows of the file, empty ones and comments included. Rows before the last
    /// of them are not data.
    /// </summary>
    public IReadOnlyList<int> HeaderRows { get; init; } = FirstRow;

    /// <summary>The text that joins the parts of a name that spans several header rows.</summary>
    public string HeaderJoin { get; init; } = " ";

    /// <summary>Rows that are not data, counted like <see cref="HeaderRows"/> are.</summary>
    public IReadOnlyList<int> CommentRows { get; init; } = NoRows;

    /// <summary>The dialect of the rows after the header.</summary>
    internal CsvDialect AfterHeader => HeaderRows is [1] || CommentRows.Any(r => r > HeaderRows[^1])
        ? this
        : this with { HeaderRows = FirstRow, CommentRows = NoRows };

    /// <summary>
    /// Whether the fast parser cannot read it, because of separators that are longer than one ASCII character, escapes, or rows given by
    /// number.
    /// </summary>
    internal bool IsUnusual =>
        Delimiter is { } delimiter && !IsAscii(delimiter)
        || LineTerminator is not null || QuoteChar is null || !IsAscii(QuoteChar) || !DoubleQuote || EscapeChar is not null
        || (CommentChar is { } comment && !IsAscii(comment))
        || (Header && HeaderRows is not [1]) || CommentRows.Count > 0;

    private static bool IsAscii(string text) => text is [< '\x80'];
}
