using Microsoft.Azure.WebJobs;
using Sluice.Functions.Triggers;

namespace Sluice.Local.Triggers;

/// <summary>The queue-triggered function of the Functions app, as the WebJobs SDK finds it.</summary>
/// <param name="function">The function that does the work.</param>
public sealed class PoisonTrigger(PoisonFunction function)
{
    /// <summary>Calls the function.</summary>
    [FunctionName("Poison")]
    public Task RunAsync(
        [QueueTrigger(PoisonBlob.Queue, Connection = BlobTriggersType.Connection)] PoisonBlob blob, CancellationToken cancellationToken) =>
        function.RunAsync(blob, cancellationToken);
}
