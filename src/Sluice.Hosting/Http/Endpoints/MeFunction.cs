using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Analytics.Access;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Http.Results;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary><c>GET /api/me</c>: who has sent the request, and which roles of the app the caller has.</summary>
public static class MeFunction
{
    /// <summary>The name and the roles. Whoever needs no token has no name, and all roles.</summary>
    [Function("Me")]
    public static IActionResult Get([HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "me")] HttpRequest request)
    {
        QueryOptions.Read(request, []);
        var caller = request.CallerOf();
        return new JsonBodyResult(new { name = caller?.Name, roles = AppRoles.All.Where(r => caller?.Has(r) != false) });
    }
}
