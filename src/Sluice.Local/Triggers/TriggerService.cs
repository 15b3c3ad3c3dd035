using Microsoft.Azure.WebJobs;
using Microsoft.Extensions.Hosting;

namespace Sluice.Local.Triggers;

/// <summary>Starts and stops the WebJobs SDK with the host.</summary>
/// <param name="jobs">The SDK's host.</param>
internal sealed class TriggerService(IJobHost jobs) : IHostedService
{
    // A listener that waits for its storage would have Ctrl+C wait too.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => jobs.StartAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await jobs.StopAsync().WaitAsync(Limit, cancellationToken);
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            // All blob triggers share one queue listener, and the SDK stops it once for each function: the second time it complains.
            // That it has stopped is all that is wanted.
        }
    }
}
