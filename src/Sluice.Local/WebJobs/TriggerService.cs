using Microsoft.Azure.WebJobs;
using Microsoft.Extensions.Hosting;

namespace Sluice.Local.WebJobs;

/// <summary>Starts and stops the WebJobs SDK with the host.</summary>
/// <param name="jobs">The SDK's host.</param>
internal sealed class TriggerService(IJobHost jobs) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => jobs.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await jobs.StopAsync();
        }
        catch (InvalidOperationException)
        {
            // All blob triggers share one queue listener. The SDK stops it once per function and throws the second time, when it has
            // stopped already.
        }
    }
}
