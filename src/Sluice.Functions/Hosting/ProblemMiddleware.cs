using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Sluice.Hosting.Http.Results;

namespace Sluice.Functions.Hosting;

/// <summary>Turns exceptions of HTTP functions into problem details. Exceptions of other functions pass on to the host.</summary>
internal sealed class ProblemMiddleware(ILogger<ProblemMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.GetHttpContext()?.RequestAborted.IsCancellationRequested == true)
        {
            // The client has gone, and its cancelled request is not a failure.
        }
        catch (Exception e) when (context.GetHttpContext() is not null)
        {
            logger.LogProblem(e, context.FunctionDefinition.Name);
            context.GetInvocationResult().Value = Problems.FromException(e);
        }
    }
}
