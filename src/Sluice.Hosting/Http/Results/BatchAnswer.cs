namespace Sluice.Hosting.Http.Results;

/// <summary>The answer to one request of a batch.</summary>
/// <param name="Id">The id of the request, or <see langword="null"/>.</param>
/// <param name="Status">The status.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Body">The body.</param>
internal sealed record BatchAnswer(
    string? Id, int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The media type of the body; empty if there is none.</summary>
    public string ContentType => Headers.FirstOrDefault(h => h.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value ?? "";
}
