using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Analytics;
using Sluice.Hosting.Access;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Http.Results;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary><c>GET /api/rejects/{load}</c>: the rejects file of a load, to be corrected.</summary>
public sealed class RejectsFunction(ILedgerReader ledger, ILakeStorage lake, AnalyticsService analytics)
{
    /// <summary>
    /// The rows that the load rejected, as CSV with a column <c>_errors</c>. 404 if it has none, or they are no longer kept.
    /// </summary>
    [Function("Rejects")]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "rejects/{load:long}")] HttpRequest request, string load,
        CancellationToken cancellationToken)
    {
        QueryOptions.Read(request, []);
        var loads = await ledger.ReadLoadsAsync(
            new LedgerQuery { Load = long.Parse(load, System.Globalization.CultureInfo.InvariantCulture), Top = 1 }, cancellationToken);
        var view = analytics.ViewOf(request.CallerOf());
        var path = loads is [{ RejectsFile: { } file, Dataset: var dataset }] && view.SeesRawText(dataset ?? "")
            ? file
            : throw RequestException.NotFound("The load has no rejects file.");
        AuditNote.Of(request)?.Dataset = loads[0].Dataset;
        var version = await lake.FindAsync(path, cancellationToken)
            ?? throw RequestException.NotFound("The rejects file is no longer kept. The set rejects may still have its rows.");
        return new LakeFileResult(lake, version, "text/csv");
    }
}
