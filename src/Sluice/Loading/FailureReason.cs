using Sluice.Text;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>
/// How the log describes a failure. A failure of the environment (the lake, the warehouse, the disk) has a message that says everything. A
/// fault of the app itself also needs its stack trace.
/// </summary>
public static class FailureReason
{
    /// <summary>The reason, as a sentence on one line.</summary>
    public static string Describe(Exception exception) => OneLine.Sentence(exception.Message);

    /// <summary>The exception, if its stack trace should be logged; <see langword="null"/> for a failure of the environment.</summary>
    public static Exception? TraceOf(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or OperationCanceledException
            or WarehouseUnavailableException or WarehouseInterruptedException or CheckpointConflictException ? null : exception;

    /// <summary>
    /// The exception, among an exception and its inner ones, that says what failed: the first failure of the environment, or else the
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

    /// <summary>A reason, and why it could not be recorded, as sentences on one line.</summary>
    /// <param name="reason">The reason, as a sentence.</param>
    /// <param name="notRecorded">Why it could not be recorded.</param>
    public static string With(string reason, Exception notRecorded)
    {
        var second = Describe(notRecorded);
        return second == reason ? reason : $"{reason} It could not be recorded: {second}";
    }
}
