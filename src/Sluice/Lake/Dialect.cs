namespace Sluice.Lake;

/// <summary>How the CSV files of a dataset are written (datapackage.org, Table Dialect v2).</summary>
public sealed record Dialect
{
    /// <summary>The dialect of the standard's defaults.</summary>
    public static Dialect Default { get; } = new();

    /// <summary>The field separator, one ASCII character; <see langword="null"/> detects it among comma, semicolon, tab and pipe.</summary>
    public char? Delimiter { get; init; } = ',';

    /// <summary>The quote character, one ASCII character.</summary>
    public char QuoteChar { get; init; } = '"';

    /// <summary>Whether white space after a delimiter is left out.</summary>
    public bool SkipInitialSpace { get; init; }

    /// <summary>Lines that start with this character are comments; <see langword="null"/> for none.</summary>
    public char? CommentChar { get; init; }
}
