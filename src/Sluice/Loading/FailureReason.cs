using Sluice.Text;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>
/// What the log says of a failure. Those of what the app works with (the lake, the warehouse, the disk) have messages that say all; a fault
/// of the app itself needs its stack trace besides.
/// </summary>
public static class FailureReason
{
    /// <summary>Why, as a sentence of one line.</summary>
    public static string Of(Exception exception) => OneLine.Sentence(exception.Message);

    /// <summary>The exception whose stack trace is worth printing: <see langword="null"/> if it is no fault of the app.</summary>
    public static Exception? TraceOf(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or OperationCanceledException
            or WarehouseUnavailableException or WarehouseInterruptedException or CheckpointConflictException ? null : exception;

    /// <summary>
    /// The one of the exceptions within an exception that says what has failed: the first that is no fault of the app, or else the
    /// innermost.
    /// </summary>
    public static Exception CauseOf(Exception exception)
    {
        for (var cause = exception; ; cause = cause.InnerException)
        {
            if (cause.InnerException is null || TraceOf(cause) is null)
            {
                return cause;
            }
        }
    }

    /// <summary>A reason, and why it could not be recorded, as sentences of one line.</summary>
    /// <param name="reason">The reason, as a sentence.</param>
    /// <param name="notRecorded">Why it could not be recorded.</param>
    public static string With(string reason, Exception notRecorded)
    {
        var second = Of(notRecorded);
        return second == reason ? reason : $"{reason} It could not be recorded: {second}";
    }
}
