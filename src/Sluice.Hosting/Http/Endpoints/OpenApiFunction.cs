using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Hosting.Http.Results;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary><c>GET /api/openapi.json</c>: all endpoints as OpenAPI 3.1. The dashboard shows them on a page.</summary>
public sealed class OpenApiFunction(OpenApiDocument document)
{
    /// <summary>The document.</summary>
    [Function("OpenApi")]
    public IActionResult Get([HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "openapi.json")] HttpRequest request) =>
        new DocumentResult(document.Body, "application/json");
}
