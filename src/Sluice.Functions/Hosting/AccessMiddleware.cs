using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Sluice.Hosting.Http.Endpoints;

namespace Sluice.Functions.Hosting;

/// <summary>Lets HTTP functions answer only those who may ask, and records what they do.</summary>
/// <param name="gate">Knows who may.</param>
/// <param name="audit">Records it.</param>
internal sealed class AccessMiddleware(Gate gate, AuditTrail audit) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
        {
            await gate.EnterAsync(http, context.FunctionDefinition.Name);
            audit.Watch(http, context.FunctionDefinition.Name);
        }

        await next(context);
    }
}
