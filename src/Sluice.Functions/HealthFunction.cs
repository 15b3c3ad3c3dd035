using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Functions;

/// <summary><c>GET /api/health</c>: whether lake and warehouse can be reached; 503 if one cannot.</summary>
public sealed partial class HealthFunction(LakeDefinition lake, ILakeStorage storage, IWarehouse warehouse, ILogger<HealthFunction> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks both.</summary>
    [Function("Health")]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var parts = await Task.WhenAll(
            CheckAsync("lake", storage.CheckAsync(lake.Containers, patience.Token)),
            CheckAsync("warehouse", warehouse.CheckAsync(patience.Token)));
        var healthy = parts.All(p => p);
        return Json.Of(
            new { status = Word(healthy), lake = Word(parts[0]), warehouse = Word(parts[1]) },
            healthy ? 200 : 503, "application/json; charset=utf-8");
    }

    private static string Word(bool healthy) => healthy ? "healthy" : "unreachable";

    private async Task<bool> CheckAsync(string part, Task check)
    {
        try
        {
            await check;
            return true;
        }
        catch (Exception e)
        {
            LogUnreachable(e, part);
            return false;
        }
    }

    [LoggerMessage(32, LogLevel.Warning, "The {Part} cannot be reached")]
    private partial void LogUnreachable(Exception exception, string part);
}
