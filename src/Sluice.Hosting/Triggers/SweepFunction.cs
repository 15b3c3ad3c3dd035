using Microsoft.Azure.Functions.Worker;
using Sluice.Loading;

namespace Sluice.Hosting.Triggers;

/// <summary>Sweeps by the clock. The host reads the schedule from the setting <c>SweepSchedule</c>, which it must have.</summary>
public sealed class SweepFunction(Sweeper sweeper)
{
    /// <summary>Sweeps.</summary>
    [Function("Sweep")]
    public Task RunAsync([TimerTrigger("%SweepSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        sweeper.SweepAsync(cancellationToken);
}
