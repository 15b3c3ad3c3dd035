using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Sluice.Hosting.Http.Results;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Loading;
using Sluice.Operations;
using Sluice.Telemetry;
using Sluice.Warehouse;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary><c>GET /api/health</c>: whether the lake, the warehouse and the queue of operations can be reached.</summary>
public sealed partial class HealthFunction(
    LakeDefinition lake, ILakeStorage storage, IWarehouseSetup warehouse, IWorkDispatcher queue, TimeProvider time,
    ILogger<HealthFunction> logger)
{
    /// <summary>The function's name.</summary>
    internal const string Name = "Health";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>200 if all can be reached, else 503; the body has the state of each.</summary>
    [Function(Name)]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var checks = await Task.WhenAll(
            CheckAsync("lake", CheckLakeAsync, cancellationToken),
            CheckAsync("warehouse", warehouse.CheckAsync, cancellationToken),
            CheckAsync("queue", queue.CheckAsync, cancellationToken));
        var healthy = checks.All(c => c);
        return new JsonBodyResult(
            new Health(
                Word(healthy), Word(checks[0]), Word(checks[1]), queue.IsDurable ? Word(checks[2]) : null, SluiceVersion.Text),
            healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static string Word(bool healthy) => healthy ? "healthy" : "unreachable";

    // Containers that fit a pattern come and go. That they can be listed is enough.
    private async Task CheckLakeAsync(CancellationToken cancellationToken)
    {
        await storage.CheckAsync(lake.Containers, cancellationToken);
        if (lake.HasContainerPatterns)
        {
            await foreach (var _ in storage.ListContainersAsync("", cancellationToken))
            {
                break;
            }
        }
    }

    private async Task<bool> CheckAsync(string part, Func<CancellationToken, Task> check, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await check(either.Token);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnhealthy(FailureReason.TraceOf(e), part, FailureReason.Describe(e));
            return false;
        }
    }

    [LoggerMessage(41, LogLevel.Error, "The {Part} cannot be reached: {Reason}")]
    private partial void LogUnhealthy(Exception? trace, string part, string reason);
}
