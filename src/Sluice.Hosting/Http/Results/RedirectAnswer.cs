using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Sluice.Hosting.Http.Results;

/// <summary>Another address of the same thing.</summary>
/// <param name="location">The address, relative to that of the request.</param>
internal sealed class RedirectAnswer(string location) : IActionResult
{
    /// <inheritdoc/>
    public Task ExecuteResultAsync(ActionContext context)
    {
        context.HttpContext.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.HttpContext.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}
