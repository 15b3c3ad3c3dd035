namespace Sluice.Analytics;

/// <summary>How much an answer in JSON tells of itself (OData, JSON Format 3.1).</summary>
public enum JsonMetadata
{
    /// <summary>Only how many rows there are and where the next are.</summary>
    None,

    /// <summary>What cannot be known from the model.</summary>
    Minimal,

    /// <summary>Everything.</summary>
    Full,
}
