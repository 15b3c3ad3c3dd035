using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Results;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary><c>GET /api/dashboard</c>: the web page. Its files contain no data; the page gets it from the other endpoints.</summary>
public sealed class DashboardFunction(DashboardFiles files)
{
    /// <summary>The file that says how people sign in.</summary>
    internal const string SignIn = "signin.json";

    private const string Page = "index.html";

    /// <summary>The page, or one of its files.</summary>
    [Function("Dashboard")]
    public IActionResult Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dashboard/{file?}")] HttpRequest request, string? file) =>
        file is null && request.Path.Value?.EndsWith('/') == true
            // The page's links are relative, so its address must have no slash at the end.
            ? new PermanentRedirectResult("../dashboard")
            : files.Find(file ?? Page) is { } content
                ? new StaticResult(content, TypeOf(file ?? Page), files.SignInOrigin)
                : throw RequestException.NotFound("The dashboard has no such file.");

    private static string TypeOf(string file) => Path.GetExtension(file) switch
    {
        ".json" => "application/json",
        ".html" => "text/html",
        ".js" => "text/javascript",
        ".css" => "text/css",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
