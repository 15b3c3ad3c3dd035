using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Loading;

namespace Sluice.Functions.Hosting;

/// <summary>
/// Has an app that starts end the loads that others have left, and one that stops end its own: while the warehouse is still there, so that
/// each can say why.
/// </summary>
internal sealed partial class LoadingService(Preparation preparation, Loader loader, ILogger<LoadingService> logger) : BackgroundService
{
    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await loader.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await preparation.Ready.WaitAsync(stoppingToken);
        }
        catch (Exception)
        {
            // The app stops, and says why.
            return;
        }

        try
        {
            await loader.EndAbandonedAsync(stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(FailureReason.TraceOf(e), FailureReason.Of(e));
        }
    }

    [LoggerMessage(33, LogLevel.Warning, "Loads that ended processes have left could not be looked for: {Reason} The sweep does so again.")]
    private partial void LogFailed(Exception? trace, string reason);
}
