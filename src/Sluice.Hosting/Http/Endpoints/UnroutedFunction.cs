using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Hosting.Http.Errors;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>Answers requests that no other route takes, with problem details: unknown addresses and methods.</summary>
public static class UnroutedFunction
{
    /// <summary>
    /// The function's name. The Functions host tries routes in the order of their functions' names, so this name must sort last.
    /// </summary>
    internal const string Name = "Unrouted";

    /// <summary>404, or 405 with the header Allow if the address takes other methods.</summary>
    [Function(Name)]
    public static IActionResult Answer([HttpTrigger(AuthorizationLevel.Function, Route = "{*path}")] HttpRequest request, string? path)
    {
        List<string> allowed =
        [
            .. HttpRoute.All.Where(r => r.Methods is not null && r.Matches(path ?? ""))
                .SelectMany(r => r.Methods!)
                .Distinct(StringComparer.Ordinal),
        ];
        throw allowed.Count == 0 || allowed.Contains(request.Method, StringComparer.Ordinal)
            ? RequestException.OfStatus(StatusCodes.Status404NotFound)
            : RequestException.MethodNotAllowed(allowed);
    }
}
