using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Sluice.Hosting.Http.Results;

/// <summary>204: the row refers to no other row (OData Protocol 4.01, Requesting Related Entities).</summary>
internal sealed class NoRowResult : IActionResult
{
    /// <inheritdoc/>
    public Task ExecuteResultAsync(ActionContext context)
    {
        ResponseHeaders.SetCommon(context.HttpContext.Response);
        context.HttpContext.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
