using Microsoft.Azure.Functions.Worker;
using Sluice.Operations;

namespace Sluice.Hosting.Triggers;

/// <summary>Sweeps on a schedule. The host reads it from the setting <c>SweepSchedule</c>, which is required.</summary>
public sealed class SweepFunction(OperationStarter operations)
{
    /// <summary>Starts a sweep, unless an earlier one still goes on.</summary>
    [Function("Sweep")]
    public Task RunAsync([TimerTrigger("%SweepSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        operations.StartSweepAsync(cancellationToken);
}
