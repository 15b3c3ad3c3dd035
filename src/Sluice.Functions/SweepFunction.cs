using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Loading;

namespace Sluice.Functions;

/// <summary>Loads every file whose newest version is not loaded: by the clock, and when asked.</summary>
public sealed class SweepFunction(Sweeper sweeper)
{
    /// <summary>Sweeps by the schedule in the setting <c>SweepSchedule</c>.</summary>
    [Function("Sweep")]
    public Task RunAsync([TimerTrigger("%SweepSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        sweeper.SweepAsync(cancellationToken);

    /// <summary><c>POST /api/sweep</c>: sweeps now, and answers with the counts.</summary>
    [Function("SweepNow")]
    public async Task<IActionResult> RunNowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sweep")] HttpRequest request, CancellationToken cancellationToken) =>
        Json.Ok(await sweeper.SweepAsync(cancellationToken));
}
