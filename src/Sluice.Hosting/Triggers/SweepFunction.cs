using Microsoft.Azure.Functions.Worker;
using Sluice.Loading;

namespace Sluice.Hosting.Triggers;

/// <summary>Sweeps on a schedule. The host reads it from the setting <c>SweepSchedule</c>, which is required.</summary>
public sealed class SweepFunction(Sweeper sweeper)
{
    /// <summary>Loads every file whose newest version is not loaded yet.</summary>
    [Function("Sweep")]
    public Task RunAsync([TimerTrigger("%SweepSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        sweeper.SweepAsync(cancellationToken);
}
