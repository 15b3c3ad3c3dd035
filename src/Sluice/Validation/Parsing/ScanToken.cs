namespace Sluice.Validation.Parsing;

/// <summary>What a <see cref="DialectScanner"/> finds at a place of a record.</summary>
internal enum ScanToken : byte
{
    /// <summary>More of the file is needed to know.</summary>
    More,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Spaces that are left out: before a field, or after a closing quote.</summary>
    Space,

    /// <summary>An opening quote.</summary>
    Open,

    /// <summary>Two quotes within quotes, which are one.</summary>
    Pair,

    /// <summary>A closing quote.</summary>
    Close,

    /// <summary>No bytes: text goes on after a closing quote, and its spaces are text too.</summary>
    LateText,

    /// <summary>An escape character and what it makes text.</summary>
    Escape,

    /// <summary>An escape character and the line break that it makes text.</summary>
    EscapedBreak,

    /// <summary>A line break within quotes, where these are looked for.</summary>
    Break,

    /// <summary>The end of a field.</summary>
    Delimiter,

    /// <summary>The end of the record.</summary>
    End,

    /// <summary>The end of the file within quotes.</summary>
    Unclosed,
}
