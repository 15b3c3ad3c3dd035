using Microsoft.AspNetCore.Http;

namespace Sluice.Hosting.Http.Results;

/// <summary>What all answers do alike.</summary>
internal static class HttpContextExtensions
{
    /// <summary>Writes a body that is there as a whole. Its headers are set; HEAD has no more than those.</summary>
    public static async Task WriteBodyAsync(this HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
