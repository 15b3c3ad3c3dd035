namespace Sluice.Analytics;

/// <summary>How an answer in JSON is written.</summary>
/// <param name="Metadata">How much it tells of itself.</param>
/// <param name="IsIeee754Compatible">Whether whole numbers and decimals are strings, so that no reader loses a digit.</param>
/// <param name="ServiceRoot">Where the service is, a slash at its end.</param>
public sealed record JsonRowsFormat(JsonMetadata Metadata, bool IsIeee754Compatible, string ServiceRoot)
{
    /// <summary>The <c>$format</c> that was asked for, which links to more rows keep; <see langword="null"/> if none was.</summary>
    public string? Option { get; init; }
}
