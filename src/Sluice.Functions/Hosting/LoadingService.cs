using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Loading;

namespace Sluice.Functions.Hosting;

/// <summary>
/// Has an app that starts end the loads that others have left, and one that stops end its own: while the warehouse is still there, so that
/// each can say why.
/// </summary>
/// <param name="startup">What it waits for.</param>
/// <param name="services">Where it finds the loader once that is ready: asked for earlier, it would open the warehouse while the worker is
/// put together.</param>
/// <param name="logger">Where it tells what it could not do.</param>
internal sealed partial class LoadingService(StartupTask startup, IServiceProvider services, ILogger<LoadingService> logger) : BackgroundService
{
    private Loader Loader => services.GetRequiredService<Loader>();

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (startup.Ready.IsCompletedSuccessfully)
        {
            await Loader.StopAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await startup.Ready.WaitAsync(stoppingToken);
        }
        catch (Exception)
        {
            // The app stops, and says why.
            return;
        }

        try
        {
            await Loader.EndAbandonedAsync(stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(FailureReason.TraceOf(e), FailureReason.Of(e));
        }
    }

    [LoggerMessage(33, LogLevel.Warning, "Loads that ended processes have left could not be looked for: {Reason} The sweep does so again.")]
    private partial void LogFailed(Exception? trace, string reason);
}
