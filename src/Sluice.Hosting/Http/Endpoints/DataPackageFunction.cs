using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Analytics;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Http.Results;
using Sluice.Lake.Definition;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary><c>GET /api/datapackage.json</c>: the sets as a Data Package, whose resources are their CSV exports.</summary>
public sealed class DataPackageFunction(AnalyticsService analytics, LakeDefinition lake)
{
    private const string JsonType = "application/json";

    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        WriteIndented = true,
    };

    /// <summary>The descriptor.</summary>
    [Function("DataPackage")]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "datapackage.json")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        QueryOptions.Read(request, []);
        if (ResponseFormat.Negotiate(request).Json is null)
        {
            throw RequestException.NotAcceptable($"The descriptor is available as {JsonType}.");
        }

        await analytics.RefreshAsync(cancellationToken);
        var root = ServiceLocation.From(request, "/datapackage.json").Data;
        var model = analytics.ViewOf(request.CallerOf()).Model;
        return new DocumentResult(
            JsonSerializer.SerializeToUtf8Bytes(new DataPackage(model, lake).Describe(root), Options), JsonType);
    }
}
