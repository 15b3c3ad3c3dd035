using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Loading;

namespace Sluice.Functions.Hosting;

/// <summary>
/// At the start, ends loads that other processes have left running. At the stop, ends the app's own loads while the warehouse is still
/// open, so that each can record why.
/// </summary>
/// <param name="startup">The preparation to wait for.</param>
/// <param name="services">Resolves the loader after the preparation: resolving it earlier would open the warehouse while the worker
/// starts.</param>
/// <param name="logger">Logs a failure.</param>
internal sealed partial class LoadingService(StartupTask startup, IServiceProvider services, ILogger<LoadingService> logger)
    : BackgroundService
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
            // The app stops, and StartupTask reports why.
            return;
        }

        try
        {
            await Loader.EndAbandonedAsync(stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(FailureReason.TraceOf(e), FailureReason.Describe(e));
        }
    }

    [LoggerMessage(33, LogLevel.Warning, "Loads that ended processes left behind could not be looked for: {Reason} The sweep tries again.")]
    private partial void LogFailed(Exception? trace, string reason);
}
