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
            // All blob triggers share one queue listener, and the SDK stops it once for each function: the second time it complains.
            // That it has stopped is all that is wanted.
        }
    }
}
