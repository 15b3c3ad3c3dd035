using Microsoft.Extensions.Logging;

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
        switch (Problems.LevelOf(reason))
        {
            case LogLevel.Error:
                LogFailed(logger, reason, function);
                break;
            case LogLevel.Warning:
                LogUnanswered(logger, reason, function);
                break;
            default:
                LogRefused(logger, reason, function);
                break;
        }
    }

    [LoggerMessage(40, LogLevel.Error, "A request of {Function} failed")]
    private static partial void LogFailed(ILogger logger, Exception reason, string function);

    [LoggerMessage(43, LogLevel.Warning, "A request of {Function} could not be answered")]
    private static partial void LogUnanswered(ILogger logger, Exception reason, string function);

    [LoggerMessage(44, LogLevel.Debug, "A request of {Function} was refused")]
    private static partial void LogRefused(ILogger logger, Exception reason, string function);
}
