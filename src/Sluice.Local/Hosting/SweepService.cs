using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NCrontab;
using Sluice.Hosting;
using Sluice.Loading;
using Sluice.Operations;

namespace Sluice.Local.Hosting;

/// <summary>
/// Sweeps at the start, for files uploaded while Sluice did not run, and then by the setting <c>SweepSchedule</c>, as the timer of the
/// Functions app does.
/// </summary>
internal sealed partial class SweepService(
    OperationStarter operations, SluiceSettings settings, TimeProvider time, ILogger<SweepService> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var schedule = CrontabSchedule.Parse(settings.SweepSchedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true });
        while (true)
        {
            try
            {
                var sweep = await operations.StartSweepAsync(stoppingToken);
                await operations.WaitAsync(sweep.Id, longest: null, onProgress: null, stoppingToken);
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
                // A stopping app ends its loads first, and the loads log it. The delay below then ends this service.
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(FailureReason.TraceOf(e), FailureReason.Describe(e));
            }

            var now = time.GetUtcNow().UtcDateTime;
            await Task.Delay(schedule.GetNextOccurrence(now) - now, time, stoppingToken);
        }
    }

    [LoggerMessage(50, LogLevel.Error, "The sweep could not be started: {Reason} The next scheduled sweep tries again.")]
    private partial void LogFailed(Exception? trace, string reason);
}
