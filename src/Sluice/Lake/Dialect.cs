namespace Sluice.Lake;

/// <summary>How the CSV files of a dataset are written (datapackage.org, Table Dialect v2).</summary>
public sealed record Dialect
{
    private static readonly IReadOnlyList<int> FirstRow = [1];
    private static readonly IReadOnlyList<int> NoRows = [];

    /// <summary>The dialect of the standard's defaults.</summary>
    public static Dialect Default { get; } = new();

    /// <summary>
    /// What is between two fields, a character or more; <see langword="null"/> detects it among comma, semicolon, tab and pipe.
    /// </summary>
    public string? Delimiter { get; init; } = ",";

    /// <summary>
    /// What ends a record, and nothing else does; <see langword="null"/> for CR LF, LF or CR, mixed as they may be, where the dialect does
    /// not say.
    /// </summary>
    public string? LineTerminator { get; init; }

    /// <summary>The quote character; <see langword="null"/> where there are no quotes: then a quote is a character as any other.</summary>
    public string? QuoteChar { get; init; } = "\"";

    /// <summary>Whether two quotes within quotes are one.</summary>
    public bool DoubleQuote { get; init; } = true;

    /// <summary>The character that makes the one after it text, or <see langword="null"/>.</summary>
    public string? EscapeChar { get; init; }

    /// <summary>A field of this text has no value, whatever its missing values; <see langword="null"/> for none.</summary>
    public string? NullSequence { get; init; }

    /// <summary>Whether white space after a delimiter is left out.</summary>
    public bool SkipInitialSpace { get; init; }

    /// <summary>Lines that start with this text are comments; <see langword="null"/> for none.</summary>
    public string? CommentChar { get; init; }

    /// <summary>Whether the file has a header; if not, its columns are the schema's fields in their order.</summary>
    public bool Header { get; init; } = true;

    /// <summary>
    /// The rows of the header, counted from 1 among all rows of the file, empty ones and comments included; ascending. Rows before the
    /// last of them are no data.
    /// </summary>
    public IReadOnlyList<int> HeaderRows { get; init; } = FirstRow;

    /// <summary>What is between the parts of a name that stand in several header rows.</summary>
    public string HeaderJoin { get; init; } = " ";

    /// <summary>Rows that are no data, counted as <see cref="HeaderRows"/> are.</summary>
    public IReadOnlyList<int> CommentRows { get; init; } = NoRows;

    /// <summary>
    /// Whether the fast parser cannot read it: separators of several characters or beyond ASCII, escapes, rows by their number.
    /// </summary>
    internal bool IsUnusual =>
        Delimiter is { } delimiter && !IsAscii(delimiter)
        || LineTerminator is not null || QuoteChar is null || !IsAscii(QuoteChar) || !DoubleQuote || EscapeChar is not null
        || (CommentChar is { } comment && !IsAscii(comment))
        || (Header && HeaderRows is not [1]) || CommentRows.Count > 0;

    private static bool IsAscii(string text) => text is [< '\x80'];
}
