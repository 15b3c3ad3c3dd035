using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NCrontab;
using Sluice.Hosting;
using Sluice.Loading;

namespace Sluice.Local.Hosting;

/// <summary>
/// Sweeps at the start, for what was uploaded while nobody was there, and then at the times of the setting <c>SweepSchedule</c>, as the
/// timer of the Functions app does.
/// </summary>
internal sealed partial class SweepService(Sweeper sweeper, SluiceSettings settings, TimeProvider time, ILogger<SweepService> logger)
    : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var schedule = CrontabSchedule.Parse(settings.SweepSchedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true });
        while (true)
        {
            try
            {
                await sweeper.SweepAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
                // An app that stops ends its loads first, and says so; what comes next ends this too.
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(FailureReason.TraceOf(e), FailureReason.Of(e));
            }

            var now = time.GetUtcNow().UtcDateTime;
            await Task.Delay(schedule.GetNextOccurrence(now) - now, time, stoppingToken);
        }
    }

    [LoggerMessage(50, LogLevel.Error, "The sweep failed: {Reason} The next one is by the schedule.")]
    private partial void LogFailed(Exception? trace, string reason);
}
