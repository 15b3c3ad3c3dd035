using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Sluice.Hosting.Http.Errors;

namespace Sluice.Hosting.Http.Requests;

/// <summary>Reads the body of a batch: multipart/mixed (OData Protocol 4.01, 11.7.7) or JSON (JSON Format 4.01, 19).</summary>
internal static class BatchBody
{
    /// <summary>The media type of a batch of messages.</summary>
    public const string Multipart = "multipart/mixed";

    /// <summary>The most requests of a batch.</summary>
    public const int MostRequests = 100;

    private const int MostBytes = 1024 * 1024;
    private const string ContentId = "Content-ID";

    /// <summary>Reads all requests, in order.</summary>
    /// <exception cref="RequestException">The body is no batch, or too long.</exception>
    public static async Task<IReadOnlyList<BatchItem>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        List<BatchItem> items = [];
        if (request.HasJsonContentType())
        {
            items.AddRange(OfJson(await AllAsync(request, cancellationToken)));
        }
        else if (Boundary(request.ContentType) is { } boundary)
        {
            using var body = new MemoryStream(await AllAsync(request, cancellationToken));
            await ReadAsync(items, body, boundary, isInner: false, cancellationToken);
        }
        else
        {
            throw RequestException.UnsupportedMediaType(
                $"A batch is JSON (Content-Type: application/json), or messages (Content-Type: {Multipart} with a boundary).");
        }

        return items.Count <= MostRequests
            ? items
            : throw RequestException.Wrong($"A batch can have {MostRequests} requests; this one has {items.Count}.");
    }

    private static async Task<byte[]> AllAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = new byte[MostBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= MostBytes ? buffer[..length] : throw RequestException.Wrong("The body of a batch can have 1 MB.");
    }

    private static string? Boundary(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals(Multipart, StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 } boundary
            ? boundary
            : null;

    private static IEnumerable<BatchItem> OfJson(byte[] body)
    {
        BatchDocument? document;
        try
        {
            document = JsonSerializer.Deserialize<BatchDocument>(body, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            document = null;
        }

        if (document?.Requests is not { } requests || requests.Any(r => r?.Id is null || r.Method is null || r.Url is null))
        {
            throw RequestException.Wrong("""A batch of JSON is such as {"requests":[{"id":"1","method":"get","url":"ads?$top=1"}]}.""");
        }

        return requests.Select(r => new BatchItem(
            r!.Id, r.Method!.ToUpperInvariant(), r.Url!, [.. r.Headers ?? []], r.DependsOn ?? []));
    }

    private static async Task ReadAsync(
        List<BatchItem> items, Stream body, string boundary, bool isInner, CancellationToken cancellationToken)
    {
        try
        {
            var reader = new MultipartReader(boundary, body);
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                // Requests that change something come in a multipart of their own, which has no other in it.
                if (!isInner && Boundary(section.ContentType) is { } inner)
                {
                    await ReadAsync(items, section.Body, inner, isInner: true, cancellationToken);
                    continue;
                }

                using var text = new StreamReader(section.Body, Encoding.UTF8);
                items.Add(OfMessage(
                    section.Headers is { } headers && headers.TryGetValue(ContentId, out var id) ? id.ToString() : null,
                    await text.ReadToEndAsync(cancellationToken)));
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw RequestException.Wrong(
                "The parts of the batch cannot be read: its last line must be the boundary between two pairs of --.");
        }
    }

    private static BatchItem OfMessage(string? id, string message)
    {
        var lines = message.ReplaceLineEndings("\n").TrimStart('\n').Split('\n');
        if (lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var method, var url, ..])
        {
            throw RequestException.Wrong("Each part of a batch must begin with a line such as GET ads?$top=1 HTTP/1.1.");
        }

        return new BatchItem(
            id,
            method.ToUpperInvariant(),
            url,
            [.. lines.Skip(1).TakeWhile(l => l.Length > 0).Select(l => l.Split(':', 2, StringSplitOptions.TrimEntries))
                .Where(p => p.Length == 2).Select(p => KeyValuePair.Create(p[0], p[1]))],
            []);
    }

    private sealed record BatchDocument(IReadOnlyList<BatchRequest?>? Requests);

    private sealed record BatchRequest(
        string? Id, string? Method, string? Url, Dictionary<string, string>? Headers, IReadOnlyList<string>? DependsOn);
}
