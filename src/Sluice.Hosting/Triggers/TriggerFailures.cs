using Microsoft.Extensions.Logging;
using Sluice.Loading;

namespace Sluice.Hosting.Triggers;

/// <summary>
/// Says why a function failed that no request waits for, in one line, unless a load has said it; and has the ledger know where no load does,
/// because none had begun. What is thrown then is a <see cref="LoggedException"/>.
/// </summary>
/// <param name="loader">Records it.</param>
/// <param name="logger">Where it says it.</param>
public sealed partial class TriggerFailures(Loader loader, ILogger<TriggerFailures> logger)
{
    /// <summary>Does the work of a function.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="file">The path of the file that it is to load, or <see langword="null"/> if it is for something else.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">What ends the work: that is no failure.</param>
    /// <exception cref="LoggedException">It failed, or was stopped.</exception>
    public async Task RunAsync(string function, string? file, Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is not LoggedException)
        {
            if (e is OperationCanceledException || cancellationToken.IsCancellationRequested)
            {
                throw new LoggedException($"{function} was stopped before its end.");
            }

            // What cannot make the arguments of a function says so around the reason.
            var cause = FailureReason.CauseOf(e);
            var reason = FailureReason.Of(cause);
            if (file is null)
            {
                LogFailed(FailureReason.TraceOf(cause), function, reason);
            }
            else
            {
                await RecordAsync(file, cause, reason, cancellationToken);
            }

            throw new LoggedException($"{function} failed; the log says why.", reason);
        }
    }

    private async Task RecordAsync(string file, Exception cause, string reason, CancellationToken cancellationToken)
    {
        try
        {
            await loader.RecordFailureAsync(file, reason, cancellationToken);
            LogNotBegun(FailureReason.TraceOf(cause), file, reason);
        }
        catch (Exception e)
        {
            LogNotRecorded(FailureReason.TraceOf(cause) ?? FailureReason.TraceOf(e), file, FailureReason.With(reason, e));
        }
    }

    [LoggerMessage(11, LogLevel.Error, "{File}: the blob trigger failed before a load began: {Reason} The host tries again, and then the sweep.")]
    private partial void LogNotBegun(Exception? trace, string file, string reason);

    [LoggerMessage(31, LogLevel.Error, "{File}: the blob trigger failed before a load began, and that could not be recorded: {Reason} The host tries again, and then the sweep.")]
    private partial void LogNotRecorded(Exception? trace, string file, string reason);

    [LoggerMessage(34, LogLevel.Error, "{Function} failed: {Reason}")]
    private partial void LogFailed(Exception? trace, string function, string reason);
}
