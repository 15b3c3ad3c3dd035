using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NCrontab;
using Sluice.Loading;

namespace Sluice.Local.Hosting;

/// <summary>
/// Sweeps at the start, for what was uploaded while nobody was there, and then at the times of the setting <c>SweepSchedule</c>, as the
/// timer of the Functions app does.
/// </summary>
internal sealed partial class SweepService(Sweeper sweeper, CrontabSchedule schedule, TimeProvider time, ILogger<SweepService> logger)
    : BackgroundService
{
    private const string Setting = "SweepSchedule";
    private const string EveryHour = "0 0 * * * *";

    /// <summary>Reads the setting <c>SweepSchedule</c>: a cron expression of six fields, seconds first.</summary>
    /// <exception cref="CommandException">It is not one.</exception>
    public static CrontabSchedule ReadSchedule(IConfiguration configuration)
    {
        var options = new CrontabSchedule.ParseOptions { IncludingSeconds = true };
        return CrontabSchedule.TryParse(configuration[Setting] ?? EveryHour, options)
            ?? throw new CommandException(ExitCode.Usage, $"The setting {Setting} is not a cron expression of six fields, such as '{EveryHour}'.");
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await sweeper.SweepAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(e);
            }

            var now = time.GetUtcNow().UtcDateTime;
            await Task.Delay(schedule.GetNextOccurrence(now) - now, time, stoppingToken);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The sweep failed")]
    private partial void LogFailed(Exception reason);
}
