using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Triggers;

namespace Sluice.Functions.Hosting;

/// <summary>
/// Makes functions wait until the lake and the warehouse are ready. The health function waits only a limited time, because it reports which
/// of the two cannot be reached.
/// </summary>
/// <param name="startup">The preparation to wait for.</param>
/// <param name="time">The time.</param>
internal sealed class StartupMiddleware(StartupTask startup, TimeProvider time) : IFunctionsWorkerMiddleware
{
    private static readonly TimeSpan PatienceOfHealth = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var isHealth = context.FunctionDefinition.Name == HealthFunction.Name;
        try
        {
            await startup.Ready.WaitAsync(isHealth ? PatienceOfHealth : Timeout.InfiniteTimeSpan, time, context.CancellationToken);
        }
        catch (Exception) when (isHealth && !context.CancellationToken.IsCancellationRequested)
        {
            // The health function checks both parts itself.
        }
        catch (Exception) when (!isHealth)
        {
            throw new LoggedException(
                $"{context.FunctionDefinition.Name} was not run: the app failed to start or is stopping. The log says why when it ends.");
        }

        await next(context);
    }
}
