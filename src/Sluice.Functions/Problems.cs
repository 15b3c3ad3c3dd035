using Microsoft.AspNetCore.Mvc;
using Sluice.Warehouse;

namespace Sluice.Functions;

/// <summary>Errors as problem details (RFC 9457).</summary>
public static class Problems
{
    /// <summary>The problem of a status, with a sentence for the caller.</summary>
    public static IActionResult Of(int status, string title, string detail) =>
        Json.Of(new { type = "about:blank", title, status, detail }, status, "application/problem+json; charset=utf-8");

    /// <summary>The problem of an exception. What an exception says stays in the log: it may be more than a caller should see.</summary>
    public static IActionResult FromException(Exception exception) => exception switch
    {
        WarehouseUnavailableException => Of(503, "Service Unavailable", "The warehouse is not available now; try again later."),
        OperationCanceledException => Of(503, "Service Unavailable", "The app is stopping; try again later."),
        _ => Of(500, "Internal Server Error", "Something went wrong on this side; the log has what."),
    };
}
