using Microsoft.Azure.WebJobs;
using Sluice.Hosting;
using Sluice.Hosting.Triggers;

namespace Sluice.Local.WebJobs;

/// <summary>The function that follows renames, with the attributes that the WebJobs SDK looks for.</summary>
/// <param name="function">The function that does the work.</param>
/// <param name="failures">Logs failures.</param>
internal sealed class RenamesTrigger(RenamesFunction function, TriggerFailures failures)
{
    /// <summary>Calls the function.</summary>
    [FunctionName(RenamesFunction.Name)]
    public Task RunAsync(
        [QueueTrigger(EventQueue.Name, Connection = EventQueue.Setting)] string message, CancellationToken cancellationToken) =>
        failures.RunAsync(RenamesFunction.Name, file: null, () => function.RunAsync(message, cancellationToken), cancellationToken);
}
