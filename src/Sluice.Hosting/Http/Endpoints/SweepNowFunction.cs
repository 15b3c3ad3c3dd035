using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Http.Results;
using Sluice.Loading;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary><c>POST /api/sweep</c>: sweeps now.</summary>
public sealed class SweepNowFunction(Sweeper sweeper)
{
    /// <summary>200 with the counts, after the sweep has ended.</summary>
    [Function("SweepNow")]
    public async Task<IActionResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "sweep")] HttpRequest request, CancellationToken cancellationToken)
    {
        RequestBody.CheckNotNeeded(request);
        return new JsonBodyResult(await sweeper.SweepAsync(cancellationToken));
    }
}
