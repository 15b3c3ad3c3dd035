using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Sluice.Hosting.Http.Results;

/// <summary>The answer to HEAD: the headers that GET would have, as far as they are known without reading what GET would read.</summary>
internal sealed class HeadResult : IActionResult
{
    private readonly Action<HttpResponse> set;

    /// <summary>That of rows.</summary>
    /// <param name="format">How they would be written.</param>
    /// <param name="fileName">What a browser would call the file of rows as CSV.</param>
    public HeadResult(ResponseFormat format, string fileName) => set = response => ResponseHeaders.Set(response, format, fileName);

    /// <summary>That of something else.</summary>
    /// <param name="contentType">Its media type.</param>
    public HeadResult(string contentType) => set = response => ResponseHeaders.Set(response, contentType);

    /// <inheritdoc/>
    public Task ExecuteResultAsync(ActionContext context)
    {
        set(context.HttpContext.Response);
        return Task.CompletedTask;
    }
}
