namespace Sluice.Validation;

/// <summary>What can be wrong with the quotes of a record.</summary>
internal enum QuoteFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>There is text after a closing quote.</summary>
    TextAfterQuote,

    /// <summary>A quote is not closed before the end of the file.</summary>
    Unclosed,
}
