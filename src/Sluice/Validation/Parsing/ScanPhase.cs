namespace Sluice.Validation.Parsing;

/// <summary>Where in a record a <see cref="DialectScanner"/> is: with the bytes that follow, all that decides what they mean.</summary>
internal enum ScanPhase : byte
{
    /// <summary>At the start of a field.</summary>
    FieldStart,

    /// <summary>In a field without quotes, or after the text of one in quotes that goes on behind them.</summary>
    Unquoted,

    /// <summary>Within quotes.</summary>
    Quoted,

    /// <summary>After a closing quote.</summary>
    AfterQuote,
}
