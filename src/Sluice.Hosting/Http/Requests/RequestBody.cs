using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Json;

namespace Sluice.Hosting.Http.Requests;

/// <summary>Reads the JSON body of a request.</summary>
internal static class RequestBody
{
    private const int MostBytes = 16 * 1024;

    /// <summary>Reads the whole body.</summary>
    /// <exception cref="RequestException">The content type is not JSON, the body is not JSON of that shape, or it is too long.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, string example, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            throw NotJson();
        }

        var buffer = new byte[MostBytes];
        var length = await request.Body.ReadAtLeastAsync(buffer, MostBytes, throwOnEndOfStream: false, cancellationToken);
        try
        {
            if (length < MostBytes && JsonSerializer.Deserialize<T>(buffer.AsSpan(0, length), SluiceJson.Options) is { } body)
            {
                return body;
            }
        }
        catch (JsonException)
        {
            // The example below helps more than the parser's message.
        }

        throw RequestException.Wrong($"The body must be JSON such as {example}, and nothing else.");
    }

    /// <summary>Checks that a request that needs no body has either none or JSON, which is ignored.</summary>
    /// <exception cref="RequestException">415: the body is not JSON.</exception>
    public static void CheckNotNeeded(HttpRequest request)
    {
        if (request.ContentType is not null && !request.HasJsonContentType() && request.ContentLength != 0)
        {
            throw NotJson();
        }
    }

    // Any site can make a browser post text and forms (CSRF). For JSON the browser sends a preflight request first, which is refused.
    private static RequestException NotJson() =>
        RequestException.UnsupportedMediaType("The body must be JSON, with the header Content-Type: application/json.");
}
