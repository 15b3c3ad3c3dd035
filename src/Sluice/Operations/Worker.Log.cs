using Microsoft.Extensions.Logging;
using Sluice.Ledger;

namespace Sluice.Operations;

public sealed partial class Worker
{
    [LoggerMessage(
        20, LogLevel.Information,
        "Operation {Operation}, {Kind}, has ended, {Matched} files: {Loaded} loaded, {Refused} refused, {Failed} failed, "
        + "{Waiting} waiting, {Removed} removed; {Rows} rows, {Rejected} rejected")]
    private partial void LogEnded(
        long operation, OperationKind kind, long matched, long loaded, long refused, long failed, long waiting, long removed, long rows,
        long rejected);

    [LoggerMessage(22, LogLevel.Error, "Operation {Operation}, {Kind}, failed: {Reason}")]
    private partial void LogFailed(long operation, OperationKind kind, string reason);

    [LoggerMessage(27, LogLevel.Information, "Operation {Operation}, {Kind}, was stopped. {Next}")]
    private partial void LogStopped(long operation, OperationKind kind, string next);

    [LoggerMessage(23, LogLevel.Warning, "Operation {Operation} is planned by another process now")]
    private partial void LogSuperseded(long operation);

    [LoggerMessage(24, LogLevel.Warning, "Why work of operation {Operation} failed could not be recorded: {Reason}")]
    private partial void LogNotRecorded(Exception? trace, long operation, string reason);
}
