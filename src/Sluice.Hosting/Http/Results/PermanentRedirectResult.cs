using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Sluice.Hosting.Http.Results;

/// <summary>308: a permanent redirect.</summary>
/// <param name="location">The target, relative to the address of the request.</param>
internal sealed class PermanentRedirectResult(string location) : IActionResult
{
    /// <inheritdoc/>
    public Task ExecuteResultAsync(ActionContext context)
    {
        context.HttpContext.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.HttpContext.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}
