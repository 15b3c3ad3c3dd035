using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Results;

namespace Sluice.Local.Hosting;

/// <summary>Answers exceptions, and error statuses without a body, with problem details.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone, and its cancelled request is not a failure.
            return;
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            logger.LogProblem(e, context.GetEndpoint()?.DisplayName ?? context.Request.Method);
            context.Response.Clear();
            await AnswerAsync(context, e);
            return;
        }

        if (context.Response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentType: null } response)
        {
            await AnswerAsync(context, RequestException.OfStatus(response.StatusCode));
        }
    }

    private static Task AnswerAsync(HttpContext context, Exception exception) =>
        Problems.FromException(exception).ExecuteResultAsync(new ActionContext(context, new RouteData(), new ActionDescriptor()));
}
