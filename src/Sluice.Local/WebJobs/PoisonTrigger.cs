using Microsoft.Azure.WebJobs;
using Sluice.Hosting.Triggers;
using Sluice.Lake.Definition;

namespace Sluice.Local.WebJobs;

/// <summary>The queue-triggered function, with the attributes that the WebJobs SDK looks for.</summary>
/// <param name="function">The function that does the work.</param>
/// <param name="lake">The lake definition.</param>
/// <param name="errors">Knows the last errors of the blob triggers.</param>
/// <param name="failures">Logs failures.</param>
internal sealed class PoisonTrigger(PoisonFunction function, LakeDefinition lake, TriggerErrors errors, TriggerFailures failures)
{
    private readonly IReadOnlyList<IngestTrigger> triggers = IngestTrigger.From(lake);

    /// <summary>Calls the function.</summary>
    [FunctionName(PoisonFunction.Name)]
    public Task RunAsync(
        [QueueTrigger(PoisonBlob.Queue, Connection = BlobTriggersType.Connection)] PoisonBlob blob, CancellationToken cancellationToken) =>
        failures.RunAsync(
            PoisonFunction.Name,
            file: null,
            () => function.RunAsync(
                blob with
                {
                    Reason = triggers.FirstOrDefault(t => t.Watches(blob.Path)) is { } trigger ? errors.ReasonOf(trigger.Name) : null,
                },
                cancellationToken),
            cancellationToken);
}
