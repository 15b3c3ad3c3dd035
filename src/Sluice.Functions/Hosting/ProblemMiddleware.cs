using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Sluice.Hosting.Http.Results;

namespace Sluice.Functions.Hosting;

/// <summary>Answers with problem details what an HTTP function throws. What other functions throw is the host's to see.</summary>
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
            // Nobody waits for the answer any more, and what was stopped for that reason has not failed.
        }
        catch (Exception e) when (context.GetHttpContext() is not null)
        {
            logger.LogProblem(e, context.FunctionDefinition.Name);
            context.GetInvocationResult().Value = Problems.FromException(e);
        }
    }
}
