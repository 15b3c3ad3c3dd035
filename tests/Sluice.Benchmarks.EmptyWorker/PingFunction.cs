using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Sluice.Benchmarks.EmptyWorker;

/// <summary><c>GET /api/ping</c>: 200.</summary>
public static class PingFunction
{
    /// <summary>200, without a body.</summary>
    [Function("Ping")]
    public static IActionResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ping")] HttpRequest request) =>
        new OkResult();
}
