using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Sluice.Lake;

namespace Sluice.Hosting.Http.Results;

/// <summary>A file of the lake, to be saved. It is sent as it is read, so its size does not matter.</summary>
/// <param name="lake">The lake.</param>
/// <param name="file">The version of the file.</param>
/// <param name="contentType">Its media type.</param>
internal sealed class LakeFileResult(ILakeStorage lake, FileVersion file, string contentType) : IActionResult
{
    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        await using var content = await lake.OpenReadAsync(file, 0, request.HttpContext.RequestAborted);
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = contentType;
        response.ContentLength = file.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentDisposition = "attachment";
        if (!HttpMethods.IsHead(request.Method))
        {
            await content.CopyToAsync(response.Body, request.HttpContext.RequestAborted);
        }
    }
}
