using Microsoft.AspNetCore.Mvc;

namespace Sluice.Hosting.Http.Results;

/// <summary>An answer whose whole body is in memory.</summary>
/// <param name="body">Its bytes, UTF-8.</param>
/// <param name="contentType">Its media type.</param>
internal sealed class DocumentResult(ReadOnlyMemory<byte> body, string contentType) : IActionResult
{
    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        ResponseHeaders.Set(context.HttpContext.Response, contentType);
        await context.HttpContext.WriteBodyAsync(body);
    }
}
