using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Analytics.Access;
using Sluice.Hosting.Access;
using Sluice.Hosting.Http.Requests;
using Sluice.Operations;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary><c>POST /api/sweep</c>: sweeps now.</summary>
public sealed class SweepNowFunction(OperationStarter operations)
{
    /// <summary>200 with the operation if it has ended within the time that the client waits; otherwise 202.</summary>
    [Function("SweepNow")]
    [Needs(AppRoles.Operator)]
    public async Task<IActionResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sweep")] HttpRequest request, CancellationToken cancellationToken)
    {
        RequestBody.CheckNotNeeded(request);
        var wait = WaitPreference.From(request);
        var started = await operations.StartAsync(WorkRequest.Sweep(), cancellationToken);
        return OperationResult.From(
            request, await operations.WaitAsync(started.Id, wait.Time, onProgress: null, cancellationToken), wait);
    }
}
