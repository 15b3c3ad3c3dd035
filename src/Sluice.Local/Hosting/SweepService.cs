using Microsoft.Extensions.Hosting;
using NCrontab;
using Sluice.Hosting;
using Sluice.Local.Watching;

namespace Sluice.Local.Hosting;

/// <summary>
/// Sweeps at the start, for files uploaded while Sluice did not run, and then by the setting <c>SweepSchedule</c>, as the timer of the
/// Functions app does.
/// </summary>
internal sealed class SweepService(SweepRunner sweeps, SluiceSettings settings, TimeProvider time) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var schedule = CrontabSchedule.Parse(settings.SweepSchedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true });
        while (true)
        {
            await sweeps.RunAsync(stoppingToken);
            var now = time.GetUtcNow().UtcDateTime;
            await Task.Delay(schedule.GetNextOccurrence(now) - now, time, stoppingToken);
        }
    }
}
