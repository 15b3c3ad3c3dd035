using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Sluice.Hosting.Http.Results;

/// <summary>Compresses answers as the client accepts it (RFC 9110, 12.5.3): with Brotli or gzip, as fast as they can.</summary>
internal static class ContentCoding
{
    /// <summary>The least number of bytes that are worth it.</summary>
    public const int Least = 1024;

    private const string Brotli = "br";
    private const string Gzip = "gzip";

    /// <summary>The coding that a client likes best, or <see langword="null"/> for none.</summary>
    public static string? Choose(HttpRequest request)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var accepted))
        {
            return null;
        }

        return ((string[])[Brotli, Gzip]).Select(c => (Coding: c, Quality: QualityOf(accepted, c)))
            .Where(c => c.Quality > 0).OrderByDescending(c => c.Quality).Select(c => c.Coding).FirstOrDefault();
    }

    /// <summary>Sets the headers of a compressed answer. A tag becomes weak, because its bytes are not those of the content.</summary>
    public static void SetHeaders(HttpResponse response, string coding)
    {
        response.Headers.ContentEncoding = coding;
        SetVariant(response);
        if (response.Headers.ETag is [{ } tag] && tag.StartsWith('"'))
        {
            response.Headers.ETag = $"W/{tag}";
        }
    }

    /// <summary>
    /// Says that the answer depends on what the client accepts. An answer that a cache may keep needs it also if it is not compressed.
    /// </summary>
    public static void SetVariant(HttpResponse response) => response.Headers.Vary = HeaderNames.AcceptEncoding;

    /// <summary>A stream that compresses into another one, which stays open. Its content is complete when it is disposed of.</summary>
    public static Stream Compress(string coding, Stream body) => coding == Brotli
        ? new BrotliStream(body, CompressionLevel.Fastest, leaveOpen: true)
        : new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true);

    /// <summary>The compressed bytes of a content.</summary>
    public static ReadOnlyMemory<byte> Compress(string coding, ReadOnlyMemory<byte> content)
    {
        using var compressed = new MemoryStream();
        using (var stream = Compress(coding, compressed))
        {
            stream.Write(content.Span);
        }

        return compressed.ToArray();
    }

    private static double QualityOf(IEnumerable<StringWithQualityHeaderValue> accepted, string coding) =>
        (accepted.FirstOrDefault(a => a.Value.Equals(coding, StringComparison.OrdinalIgnoreCase))
            ?? accepted.FirstOrDefault(a => a.Value == "*")) is { } found
            ? found.Quality ?? 1
            : 0;
}
