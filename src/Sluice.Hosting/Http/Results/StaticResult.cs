using System.IO.Hashing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Sluice.Hosting.Http.Results;

/// <summary>
/// A file of the dashboard, with a content security policy: it loads nothing from other origins and runs no inline script.
/// </summary>
/// <param name="content">Its bytes.</param>
/// <param name="contentType">Its media type.</param>
/// <param name="signIn">The origin where people sign in, which the page may ask for tokens; <see langword="null"/> for none.</param>
internal sealed class StaticResult(byte[] content, string contentType, string? signIn = null) : IActionResult
{
    private readonly string policy =
        $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'{Also(signIn)}; "
        + "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static string Also(string? origin) => origin is null ? "" : $" {origin}";

    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        var tag = $"\"{XxHash64.HashToUInt64(content):x16}\"";
        response.Headers.ETag = tag;
        response.Headers.CacheControl = "no-cache";
        ContentCoding.SetVariant(response);
        response.Headers.ContentSecurityPolicy = policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        if (EntityTags.IsKnown(request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = $"{contentType}; charset=utf-8";
        await context.HttpContext.WriteBodyAsync(content);
    }
}
