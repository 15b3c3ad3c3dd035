using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Sluice.Functions.Triggers;

/// <summary>What belongs to each upload that the host tells of, besides its load.</summary>
/// <param name="failures">Records what goes wrong before the load begins.</param>
/// <param name="sweeps">Is told of the upload.</param>
internal sealed class BlobTriggerMiddleware(TriggerFailures failures, UnscheduledSweeps sweeps) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (FileOf(context) is not { } file)
        {
            return next(context);
        }

        sweeps.Notify();
        return failures.RunAsync(file, () => next(context), context.CancellationToken);
    }

    private static string? FileOf(FunctionContext context) =>
        context.FunctionDefinition.InputBindings.Values.Any(b => b.Type.Equals("blobTrigger", StringComparison.OrdinalIgnoreCase))
            ? context.BindingContext.BindingData.GetValueOrDefault("BlobTrigger") as string
            : null;
}
