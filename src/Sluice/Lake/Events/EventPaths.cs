namespace Sluice.Lake.Events;

/// <summary>
/// Reads paths from an event of the storage. The subject has the path as it is. A URL may be percent-encoded or not, depending on the API
/// that raised the event.
/// </summary>
internal static class EventPaths
{
    private const string Containers = "/blobServices/default/containers/";
    private const string Blobs = "/blobs/";

    /// <summary>The path that a subject names, <c>/blobServices/default/containers/data/blobs/ads/Ads.csv</c>.</summary>
    /// <returns>The path, container first, or <see langword="null"/> if the subject names none.</returns>
    public static string? OfSubject(string subject)
    {
        if (!subject.StartsWith(Containers, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = subject[Containers.Length..];
        var end = rest.IndexOf(Blobs, StringComparison.Ordinal);
        return end > 0 && end + Blobs.Length < rest.Length ? $"{rest[..end]}/{rest[(end + Blobs.Length)..]}" : null;
    }

    /// <summary>The path before a rename.</summary>
    /// <param name="sourceUrl">The URL before.</param>
    /// <param name="destinationUrl">The URL after, or <see langword="null"/>.</param>
    /// <param name="destination">The path after, as the subject has it.</param>
    /// <returns>The path, container first, or <see langword="null"/> if the URL has none.</returns>
    public static string? OfSource(string sourceUrl, string? destinationUrl, string destination)
    {
        if (OfUrl(sourceUrl) is not { } source)
        {
            return null;
        }

        // Both URLs are written in the same way. Where the one after differs from its path, it is encoded; where it would change if it were
        // decoded, it is not.
        var after = destinationUrl is null ? null : OfUrl(destinationUrl);
        return IsPlain(source) || (after == destination && Uri.UnescapeDataString(destination) != destination)
            ? source
            : Uri.UnescapeDataString(source);
    }

    /// <summary>Whether a text has characters that an encoded URL does not have.</summary>
    private static bool IsPlain(string text) => text.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0;

    /// <summary>What follows the host of a URL, as it is written there.</summary>
    private static string? OfUrl(string url)
    {
        var host = url.IndexOf("://", StringComparison.Ordinal);
        var path = host < 0 ? -1 : url.IndexOf('/', host + 3);
        return path < 0 || path + 1 == url.Length ? null : url[(path + 1)..];
    }
}
