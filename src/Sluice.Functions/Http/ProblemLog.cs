using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sluice.Loading;

namespace Sluice.Functions.Http;

/// <summary>What the log says of requests that are answered with a problem.</summary>
public static partial class ProblemLog
{
    /// <summary>Says why a request is answered with a problem, as loud as <see cref="Problems.LevelOf"/> says.</summary>
    /// <param name="logger">Where to.</param>
    /// <param name="reason">Why.</param>
    /// <param name="function">The function that the request was for.</param>
    public static void LogProblem(this ILogger logger, Exception reason, string function)
    {
        var why = FailureReason.Of(reason);
        switch (Problems.LevelOf(reason))
        {
            case LogLevel.Error:
                LogFailed(logger, Problems.From(reason).Status == StatusCodes.Status500InternalServerError ? reason : null, function, why);
                break;
            case LogLevel.Warning:
                LogUnanswered(logger, function, why);
                break;
            default:
                LogRefused(logger, function, why);
                break;
        }
    }

    [LoggerMessage(40, LogLevel.Error, "A request of {Function} failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, Exception? trace, string function, string reason);

    [LoggerMessage(43, LogLevel.Warning, "A request of {Function} could not be answered: {Reason}")]
    private static partial void LogUnanswered(ILogger logger, string function, string reason);

    [LoggerMessage(44, LogLevel.Debug, "A request of {Function} was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string function, string reason);
}
