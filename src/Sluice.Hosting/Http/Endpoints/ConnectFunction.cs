using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Analytics;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Http.Results;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary><c>GET /api/connect/{file}</c>: files to open, with which Power BI and Excel connect to the OData service.</summary>
public sealed class ConnectFunction(AnalyticsService analytics)
{
    /// <summary>The file for Power BI.</summary>
    public const string Pbids = "lake.pbids";

    /// <summary>How the names of the files for Excel end, after the name of a set.</summary>
    public const string Odc = ".odc";

    /// <summary>The media type of the files for Excel.</summary>
    public const string OdcType = "text/x-ms-odc";

    /// <summary><c>lake.pbids</c>, or a set with the ending <c>.odc</c>; 404 for other names.</summary>
    [Function("Connect")]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "connect/{file}")] HttpRequest request, string file,
        CancellationToken cancellationToken)
    {
        QueryOptions.Read(request, []);
        await analytics.RefreshAsync(cancellationToken);
        var root = ServiceLocation.From(request, "/connect").Data;
        var model = analytics.ViewOf(request.CallerOf()).Model;
        var content = file == Pbids ? ConnectionFile.Pbids(root)
            : file.EndsWith(Odc, StringComparison.Ordinal) && model.Find(file[..^Odc.Length]) is { } set
                ? ConnectionFile.Odc(root, set.Name)
                : throw RequestException.NotFound($"The files are {Pbids}, and those of the sets, such as ads{Odc}.");
        request.HttpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{file}\"";
        return new DocumentResult(content, file == Pbids ? "application/json" : OdcType);
    }
}
