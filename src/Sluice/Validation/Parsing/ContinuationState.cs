namespace Sluice.Validation.Parsing;

/// <summary>What is known about how a record continues.</summary>
internal enum ContinuationState : byte
{
    /// <summary>It was followed to some place, and continues there.</summary>
    Open,

    /// <summary>It ends, and its quotes are correct.</summary>
    Ended,

    /// <summary>There is text after a closing quote.</summary>
    Faulty,

    /// <summary>The file ends within its quotes.</summary>
    Unclosed,
}
