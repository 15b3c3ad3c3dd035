using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Sluice.Hosting.Triggers;

namespace Sluice.Functions.Triggers;

/// <summary>Wraps functions that no HTTP request triggers: reports uploads to the unscheduled sweeps, and logs failures.</summary>
/// <param name="failures">Logs failures.</param>
/// <param name="sweeps">Gets notified of uploads.</param>
internal sealed class TriggerMiddleware(TriggerFailures failures, UnscheduledSweeps sweeps) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (IsTriggeredBy(context, "httpTrigger"))
        {
            return next(context);
        }

        var file = IsTriggeredBy(context, "blobTrigger")
            ? context.BindingContext.BindingData.GetValueOrDefault("BlobTrigger") as string
            : null;
        if (file is not null)
        {
            sweeps.Notify();
        }

        return failures.RunAsync(context.FunctionDefinition.Name, file, () => next(context), context.CancellationToken);
    }

    private static bool IsTriggeredBy(FunctionContext context, string type) =>
        context.FunctionDefinition.InputBindings.Values.Any(b => b.Type.Equals(type, StringComparison.OrdinalIgnoreCase));
}
