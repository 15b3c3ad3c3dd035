namespace Sluice.Validation.Parsing;

/// <summary>What can be wrong with the quotes of a record, or with a line that begins none.</summary>
internal enum QuoteFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>There is text after a closing quote.</summary>
    TextAfterQuote,

    /// <summary>Of a line: a quote is not closed before the end of the file. It may be when the file grows.</summary>
    Unclosed,

    /// <summary>
    /// Of a line: by a quote or an escape character it goes on over its line break, and then there is text after a closing quote, or the
    /// record would be too long.
    /// </summary>
    Astray,

    /// <summary>Of a line: it is too long itself. What is there of it is its start.</summary>
    LineTooLong,
}
