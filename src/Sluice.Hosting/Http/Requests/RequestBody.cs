using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Results;

namespace Sluice.Hosting.Http.Requests;

/// <summary>Reads the JSON body of a request.</summary>
internal static class RequestBody
{
    private const int MostBytes = 16 * 1024;

    /// <summary>Reads it as a whole.</summary>
    /// <exception cref="RequestException">It is not said to be JSON, is not JSON of that shape, or is far too long to be.</exception>
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
            // What it says is about the text; the example is of more use.
        }

        throw RequestException.Wrong($"The body must be JSON such as {example}, and nothing else.");
    }

    /// <summary>Checks that a request of which no body is needed has none but JSON, which says nothing.</summary>
    /// <exception cref="RequestException">It has another.</exception>
    public static void CheckNotNeeded(HttpRequest request)
    {
        if (request.ContentType is not null && !request.HasJsonContentType() && request.ContentLength != 0)
        {
            throw NotJson();
        }
    }

    // A page of any site may have a browser post texts and forms. For JSON the browser asks first, and the answer is no.
    private static RequestException NotJson() =>
        RequestException.UnsupportedMediaType("The body must be JSON, with the header Content-Type: application/json.");
}
