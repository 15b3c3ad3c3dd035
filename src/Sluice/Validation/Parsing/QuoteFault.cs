namespace Sluice.Validation.Parsing;

/// <summary>What is wrong with the quotes of a record, or with a line that begins no record.</summary>
internal enum QuoteFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>There is text after a closing quote.</summary>
    TextAfterQuote,

    /// <summary>
    /// Two fields have an odd number of quotes in the middle of their text: a delimiter before a quote may be missing, and one within the
    /// quotes was taken for it.
    /// </summary>
    Split,

    /// <summary>Of a line: a quote is not closed before the end of the file. It can be once the file grows.</summary>
    Unclosed,

    /// <summary>
    /// Of a line: a quote or an escape character continues it after its line break, and then text follows a closing quote, or the record
    /// gets too long.
    /// </summary>
    Astray,

    /// <summary>Of a line: it is itself too long. The raw record has only its start.</summary>
    LineTooLong,
}
