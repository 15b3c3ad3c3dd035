namespace Sluice.Analytics;

/// <summary>The format of a JSON answer.</summary>
/// <param name="Metadata">How much metadata it has.</param>
/// <param name="IsIeee754Compatible">Whether whole numbers and decimals are written as strings, so that no client loses digits.</param>
/// <param name="ServiceRoot">The URL of the service, ending with a slash.</param>
public sealed record JsonRowsFormat(JsonMetadata Metadata, bool IsIeee754Compatible, string ServiceRoot)
{
    /// <summary>The requested <c>$format</c>, which links to more rows repeat; <see langword="null"/> if none was requested.</summary>
    public string? Option { get; init; }

    /// <summary>The options with which the client was let in, which links to more rows repeat; each ends with <c>&amp;</c>.</summary>
    public string Access { get; init; } = "";
}
