using Microsoft.Extensions.Logging;
using Sluice.Loading;

namespace Sluice.Hosting.Triggers;

/// <summary>
/// Logs the failure of a triggered function in one line, unless a load has logged it. A failure before a load begins is also recorded in
/// the ledger. Throws a <see cref="LoggedException"/> in place of the failure.
/// </summary>
/// <param name="loader">Records the failure in the ledger.</param>
/// <param name="logger">The log.</param>
internal sealed partial class TriggerFailures(Loader loader, ILogger<TriggerFailures> logger)
{
    /// <summary>Runs the work of a function.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="file">The path of the file to load, or <see langword="null"/> if the function loads no file.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Stops the work, which is not a failure.</param>
    /// <exception cref="LoggedException">The work failed or was stopped.</exception>
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
                throw new LoggedException($"{function} was stopped before it ended.");
            }

            // An exception about a function's arguments wraps the reason.
            var cause = FailureReason.CauseOf(e);
            var reason = FailureReason.Describe(cause);
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

    [LoggerMessage(
        11, LogLevel.Error, "{File}: the blob trigger failed before a load began: {Reason} The host tries again, and then the sweep does.")]
    private partial void LogNotBegun(Exception? trace, string file, string reason);

    [LoggerMessage(
        31,
        LogLevel.Error,
        "{File}: the blob trigger failed before a load began, and the failure could not be recorded: {Reason} "
            + "The host tries again, and then the sweep does.")]
    private partial void LogNotRecorded(Exception? trace, string file, string reason);

    [LoggerMessage(34, LogLevel.Error, "{Function} failed: {Reason}")]
    private partial void LogFailed(Exception? trace, string function, string reason);
}
