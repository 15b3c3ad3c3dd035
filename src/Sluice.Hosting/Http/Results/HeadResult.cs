using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Sluice.Hosting.Http.Results;

/// <summary>The answer to HEAD: the headers of GET that are known without reading the content.</summary>
internal sealed class HeadResult : IActionResult
{
    private readonly Action<HttpResponse> set;

    /// <summary>The answer to HEAD for rows.</summary>
    /// <param name="format">The format of the rows.</param>
    /// <param name="fileName">The name under which a browser saves CSV.</param>
    public HeadResult(ResponseFormat format, string fileName) => set = response => ResponseHeaders.Set(response, format, fileName);

    /// <summary>The answer to HEAD for other content.</summary>
    /// <param name="contentType">Its media type.</param>
    public HeadResult(string contentType) => set = response => ResponseHeaders.Set(response, contentType);

    private HeadResult(Action<HttpResponse> set) => this.set = set;

    /// <summary>The answer to HEAD for a document with an entity tag, which is not known without making it.</summary>
    /// <param name="contentType">Its media type.</param>
    public static HeadResult OfTagged(string contentType) => new(response => TaggedResult.SetHeaders(response, contentType));

    /// <summary>The answer to HEAD for rows whose answer is kept. Its entity tag is not known without making it.</summary>
    /// <param name="format">The format of the rows.</param>
    /// <param name="fileName">The name under which a browser saves CSV.</param>
    public static HeadResult OfKept(ResponseFormat format, string fileName) =>
        new(response => AnswerResult.SetHeaders(response, format, fileName));

    /// <inheritdoc/>
    public Task ExecuteResultAsync(ActionContext context)
    {
        set(context.HttpContext.Response);
        return Task.CompletedTask;
    }
}
