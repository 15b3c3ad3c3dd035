namespace Sluice.Validation.Parsing;

/// <summary>What is known of how a record goes on.</summary>
internal enum ContinuationState : byte
{
    /// <summary>It is followed up to some place, and goes on there.</summary>
    Open,

    /// <summary>It ends, and its quotes are as they should be.</summary>
    Ended,

    /// <summary>There is text after a closing quote.</summary>
    Faulty,

    /// <summary>The file ends within its quotes.</summary>
    Unclosed,
}
