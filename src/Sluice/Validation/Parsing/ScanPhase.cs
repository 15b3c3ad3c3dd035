namespace Sluice.Validation.Parsing;

/// <summary>
/// The state of a <see cref="DialectScanner"/> within a record. Together with the following bytes it determines all tokens.
/// </summary>
internal enum ScanPhase : byte
{
    /// <summary>At the start of a field.</summary>
    FieldStart,

    /// <summary>In an unquoted field, or in text that follows a closing quote.</summary>
    Unquoted,

    /// <summary>Within quotes.</summary>
    Quoted,

    /// <summary>After a closing quote.</summary>
    AfterQuote,
}
