using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Sluice.Hosting.Http.Endpoints;

namespace Sluice.Functions.Hosting;

/// <summary>Lets HTTP functions answer only those who may ask.</summary>
/// <param name="gate">Knows who may.</param>
internal sealed class AccessMiddleware(Gate gate) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
        {
            await gate.EnterAsync(http, context.FunctionDefinition.Name);
        }

        await next(context);
    }
}
