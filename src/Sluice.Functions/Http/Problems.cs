using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Sluice.Warehouse;

namespace Sluice.Functions.Http;

/// <summary>Problem details (RFC 9457) of what goes wrong.</summary>
public static class Problems
{
    /// <summary>The problem of an exception. What was not written for the one who asks is left out: messages, values, stack traces.</summary>
    public static IActionResult FromException(Exception exception) => exception switch
    {
        RequestException e => Of(e.Status, e.Title, e.Message),
        BadHttpRequestException e => Of(e.StatusCode, "The request is wrong", "The request could not be read."),
        WarehouseUnavailableException => Of(
            StatusCodes.Status503ServiceUnavailable, "The warehouse is not available", "The warehouse cannot be used now; the log says why."),
        OperationCanceledException => Of(
            StatusCodes.Status503ServiceUnavailable, "Stopped", "The work was stopped before its end; what was committed stays."),
        _ => Of(
            StatusCodes.Status500InternalServerError, "Something went wrong", "The request could not be carried out; the log says why."),
    };

    /// <summary>A problem.</summary>
    /// <param name="status">The status.</param>
    /// <param name="title">What kind of problem it is, the same each time.</param>
    /// <param name="detail">What it is this time.</param>
    public static IActionResult Of(int status, string title, string detail) => new JsonAnswer(
        new ProblemDetails { Type = "about:blank", Status = status, Title = title, Detail = detail }, status, "application/problem+json");
}
