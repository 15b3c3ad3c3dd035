using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Analytics;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Http.Results;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary><c>GET /api/openapi.json</c>: all endpoints as OpenAPI 3.1. The dashboard shows them on a page.</summary>
public sealed class OpenApiFunction(OpenApiDocuments documents, AnalyticsService analytics)
{
    /// <summary>The document.</summary>
    [Function("OpenApi")]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "openapi.json")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        await analytics.RefreshAsync(cancellationToken);
        return new DocumentResult(documents.Of(analytics.ViewOf(request.CallerOf()).Model).Body, "application/json");
    }
}
