using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;
using Sluice.Analytics;
using Sluice.Analytics.Queries;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Triggers;
using Sluice.Lake;
using Sluice.Operations;
using Sluice.Warehouse;

namespace Sluice.Hosting.Http.Results;

/// <summary>Maps exceptions to problem details (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>
    /// The problem of an exception. Shows only messages that were written for clients: no other messages, no values, no stack traces.
    /// </summary>
    public static RequestException From(Exception exception) => exception switch
    {
        RequestException e => e,
        QueryRefusedException { IsUnsupported: true } => RequestException.Unsupported(exception.Message),
        QueryRefusedException or QueryValueException => RequestException.Wrong(exception.Message),
        QueryBusyException e => RequestException.TooMany(e.Message, e.RetryAfter),
        QueryTimeoutException => RequestException.TooLong(exception.Message),
        QueryMemoryException => RequestException.TooLarge(exception.Message),
        BadHttpRequestException e => RequestException.OfStatus(e.StatusCode),
        WarehouseUnavailableException => RequestException.Unavailable(
            "The warehouse is not available", "The warehouse is not available now; the log says why."),
        LakeUnavailableException =>
            RequestException.Unavailable("The lake is not available", "The lake is not available now; the log says why."),
        WorkQueueUnavailableException =>
            RequestException.Unavailable("The queue is not available", "The queue of the work is not available now; the log says why."),
        LoggedException => RequestException.Unavailable("The app is not available", exception.Message),
        OperationCanceledException =>
            RequestException.Unavailable("Stopped", "The work was stopped before it ended; what was committed stays."),
        _ => RequestException.OfStatus(StatusCodes.Status500InternalServerError),
    };

    /// <summary>The answer with the problem of an exception.</summary>
    public static IActionResult FromException(Exception exception) => new ProblemResult(From(exception));

    /// <summary>
    /// The log level of an exception. A client's mistake is <c>Debug</c>: the operator can do nothing about it. A problem whose answer
    /// already names the reason is <c>Warning</c>.
    /// </summary>
    public static LogLevel LevelOf(Exception exception) =>
        exception is WarehouseUnavailableException or LakeUnavailableException or WorkQueueUnavailableException
        ? LogLevel.Error
        : From(exception).Status switch
        {
            < StatusCodes.Status500InternalServerError => LogLevel.Debug,
            StatusCodes.Status500InternalServerError => LogLevel.Error,
            _ => LogLevel.Warning,
        };
}
