using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Sluice.Hosting.Http.Results;

/// <summary>A document with an entity tag: 304 if the client has it (RFC 9110, 13.1.2).</summary>
/// <param name="body">Its bytes, UTF-8.</param>
/// <param name="contentType">Its media type.</param>
/// <param name="tag">Its entity tag, in quotation marks.</param>
internal sealed class TaggedResult(ReadOnlyMemory<byte> body, string contentType, string tag) : IActionResult
{
    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        SetHeaders(response, contentType);
        response.Headers.ETag = tag;
        if (EntityTags.IsKnown(request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            response.ContentType = null;
            return;
        }

        await context.HttpContext.WriteBodyAsync(body);
    }

    /// <summary>Sets the headers of such a document, but the tag.</summary>
    public static void SetHeaders(HttpResponse response, string contentType)
    {
        ResponseHeaders.Set(response, contentType);

        // The client may keep it, and asks each time whether it is still the same.
        response.Headers.CacheControl = "no-cache";
        ContentCoding.SetVariant(response);
    }
}
