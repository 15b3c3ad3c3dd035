namespace Sluice.IntegrationTests.Analytics.Access;

/// <summary>A request of somebody who looks for more than he may see.</summary>
/// <param name="Path">The path below <c>/api/</c>.</param>
/// <param name="Query">The query string, with its question mark, or empty.</param>
/// <param name="Body">The body of a POST, or <see langword="null"/> for a GET.</param>
internal sealed record HostileRequest(string Path, string Query = "", string? Body = null)
{
    /// <summary>Whether the request itself has a name, so that an answer may repeat it.</summary>
    public bool Names(string name) =>
        $"{Path}{Query}{Body}".Contains(name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => $"{Path}{Query} {Body}";
}
