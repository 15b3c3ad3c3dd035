namespace Sluice.Validation.Parsing;

/// <summary>A token of a record, found by a <see cref="DialectScanner"/>.</summary>
internal enum ScanToken : byte
{
    /// <summary>More bytes are needed to decide.</summary>
    More,

    /// <summary>Text.</summary>
    Text,

    /// <summary>Ignored spaces: before a field, or after a closing quote.</summary>
    Space,

    /// <summary>An opening quote.</summary>
    Open,

    /// <summary>Two quotes within quotes, which stand for one.</summary>
    Pair,

    /// <summary>A closing quote.</summary>
    Close,

    /// <summary>Zero bytes: text follows a closing quote, and its spaces are text too.</summary>
    LateText,

    /// <summary>An escape character and the text that it escapes.</summary>
    Escape,

    /// <summary>An escape character and the line break that it escapes.</summary>
    EscapedBreak,

    /// <summary>A line break within quotes, if the scan stops at these.</summary>
    Break,

    /// <summary>The end of a field.</summary>
    Delimiter,

    /// <summary>The end of the record.</summary>
    End,

    /// <summary>The end of the file within quotes.</summary>
    Unclosed,
}
