using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sluice.Loading;

namespace Sluice.Hosting.Http.Results;

/// <summary>Logs requests that are answered with a problem.</summary>
internal static partial class ProblemLog
{
    /// <summary>Logs why a request is answered with a problem, at the level of <see cref="Problems.LevelOf"/>.</summary>
    /// <param name="logger">Where to.</param>
    /// <param name="reason">Why.</param>
    /// <param name="function">The function that the request was for.</param>
    public static void LogProblem(this ILogger logger, Exception reason, string function)
    {
        var why = FailureReason.Describe(reason);
        switch (Problems.LevelOf(reason))
        {
            case LogLevel.Error:
                LogFailed(logger, TraceOf(reason), function, why);
                break;
            case LogLevel.Warning:
                LogUnanswered(logger, function, why);
                break;
            default:
                LogRefused(logger, function, why);
                break;
        }
    }

    /// <summary>Logs why an answer breaks off after a part of it was sent.</summary>
    /// <param name="logger">Where to.</param>
    /// <param name="reason">Why.</param>
    /// <param name="function">The function that answers.</param>
    public static void LogBrokenOff(this ILogger logger, Exception reason, string function) =>
        LogBrokenOff(logger, TraceOf(reason), function, FailureReason.Describe(reason));

    // A stack trace helps only with a defect of the app.
    private static Exception? TraceOf(Exception reason) =>
        Problems.From(reason).Status == StatusCodes.Status500InternalServerError ? reason : null;

    [LoggerMessage(42, LogLevel.Error, "An answer of {Function} broke off: {Reason}")]
    private static partial void LogBrokenOff(ILogger logger, Exception? trace, string function, string reason);

    [LoggerMessage(40, LogLevel.Error, "A request of {Function} failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, Exception? trace, string function, string reason);

    [LoggerMessage(43, LogLevel.Warning, "A request of {Function} could not be answered: {Reason}")]
    private static partial void LogUnanswered(ILogger logger, string function, string reason);

    [LoggerMessage(44, LogLevel.Debug, "A request of {Function} was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string function, string reason);
}
