namespace Sluice.Analytics;

/// <summary>How much metadata a JSON answer has (OData, JSON Format 3.1).</summary>
public enum JsonMetadata
{
    /// <summary>Only the number of rows and the link to the next ones.</summary>
    None,

    /// <summary>What a client cannot know from the model.</summary>
    Minimal,

    /// <summary>Everything.</summary>
    Full,
}
