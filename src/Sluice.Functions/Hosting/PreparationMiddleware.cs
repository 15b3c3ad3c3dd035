using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Sluice.Functions.Hosting;

/// <summary>Has functions wait until lake and warehouse are ready.</summary>
/// <param name="preparation">What makes them ready.</param>
internal sealed class PreparationMiddleware(Preparation preparation) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        await preparation.Ready.WaitAsync(context.CancellationToken);
        await next(context);
    }
}
