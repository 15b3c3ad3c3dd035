using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Sluice.Functions.Http;

/// <summary>Answers with problem details what an HTTP function throws. What other functions throw is the host's to see.</summary>
internal sealed partial class ProblemMiddleware(ILogger<ProblemMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (context.GetHttpContext() is not null)
        {
            if (e is not RequestException)
            {
                LogFailed(e, context.FunctionDefinition.Name);
            }

            context.GetInvocationResult().Value = Problems.FromException(e);
        }
    }

    [LoggerMessage(40, LogLevel.Error, "A request of {Function} failed")]
    private partial void LogFailed(Exception reason, string function);
}
