using Microsoft.AspNetCore.Http;

namespace Sluice.Hosting.Http.Results;

/// <summary>Extensions that all answers use.</summary>
internal static class HttpContextExtensions
{
    /// <summary>
    /// Writes a body with its length, compressed if the client accepts it; HEAD gets only the headers. Set the other headers first.
    /// </summary>
    public static async Task WriteBodyAsync(this HttpContext context, ReadOnlyMemory<byte> body, bool canCompress = true)
    {
        if (canCompress && body.Length >= ContentCoding.Least && ContentCoding.Choose(context.Request) is { } coding)
        {
            ContentCoding.SetHeaders(context.Response, coding);
            body = ContentCoding.Compress(coding, body);
        }

        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
