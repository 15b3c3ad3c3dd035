using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Triggers;

namespace Sluice.Functions.Hosting;

/// <summary>
/// Has functions wait until lake and warehouse are ready. Only the one that is asked for the health waits a while and no longer: it says
/// itself which of them cannot be reached.
/// </summary>
/// <param name="startup">What makes them ready.</param>
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
            // It finds out by itself what is out of reach.
        }
        catch (Exception) when (!isHealth)
        {
            throw new LoggedException($"{context.FunctionDefinition.Name} is not carried out: the app does not start, or stops. It says why as it ends.");
        }

        await next(context);
    }
}
